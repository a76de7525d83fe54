import pytest

from cms.core.walls import Shown, Wall, wall_before


@pytest.mark.parametrize(
    ("route", "shown"),
    [
        ("admin/choose-page/<int:parent_page_id>/", Shown.PAGES),
        ("admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", Shown.PAGES),
        ("admin/api/main/pages/", Shown.PAGES),
        ("admin/images/chooser/", Shown.IMAGES),
        ("admin/api/main/documents/<int:pk>/", Shown.DOCUMENTS),
        ("admin/failwhale/", Shown.FAULTS),
    ],
)
def test_what_wagtail_shows_to_all_staff_has_a_wall(route, shown):
    assert wall_before(route) == Wall(shown)


def test_a_chooser_and_a_deed_for_many_ask_about_the_rows_that_they_name():
    assert wall_before("admin/snippets/choose/newsletter/readertag/results/") == Wall(
        Shown.MODEL, "newsletter.readertag"
    )
    assert wall_before("admin/bulk/<str:app_label>/", "newsletter.issue") == Wall(Shown.MODEL, "newsletter.issue")
    assert wall_before("admin/bulk/<str:app_label>/", "wagtailcore.page").shown is Shown.PAGES


def test_a_chooser_that_would_make_rows_shows_nothing():
    assert wall_before("admin/snippets/choose/series/topic/create/").shown is Shown.NOTHING


@pytest.mark.parametrize("route", ["admin/", "admin/account/", "admin/newsletters/readers/", "u/<str:token>", ""])
def test_a_view_that_asks_itself_needs_none(route):
    assert wall_before(route) is None
