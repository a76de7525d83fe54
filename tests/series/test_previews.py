import pytest

from cms.models import SiteIdentity, SupportLine
from series.previews import compile_preview


@pytest.fixture
def page(quiet):
    SiteIdentity.for_site(quiet.articles.get_site())
    SiteIdentity.objects.update(name="Small Hours", countries="GB", disclaimer="For reflection.")
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123")
    return quiet.add_article("Hard", live=False, content_notes=["abuse"], teaser="A teaser.")


@pytest.mark.parametrize("mode", ["", "email", "email_dark", "text"])
def test_every_mode_shows_a_draft(page, mode):
    answer = page.make_preview_request(preview_mode=mode)

    assert answer.status_code == 200
    assert "Words about Hard." in answer.content.decode()


def test_the_dark_preview_is_dark_on_a_light_screen(page):
    answer = page.make_preview_request(preview_mode="email_dark").content.decode()

    assert "prefers-color-scheme: dark" not in answer


def test_a_letter_ends_with_support_lines_and_disclaimer(page):
    text = compile_preview(page).text

    assert "* Samaritans" in text
    assert text.index("Words about Hard.") < text.index("Samaritans") < text.index("For reflection.")


def test_a_draft_part_is_shown_in_its_place(quiet):
    assert "Part 3 of 3" in compile_preview(quiet.parts["back"].article).text
