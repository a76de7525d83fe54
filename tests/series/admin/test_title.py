import pytest
from wagtail.contrib.redirects.models import Redirect

from series.models import ArticlePage, SeriesPage, SeriesPart
from series.publish import publish


@pytest.fixture
def numbered(world, client):
    """Part two of the sequence, whose title says so."""
    client.force_login(world.staff["mara"])
    page = world.parts["signs"].article
    page.title = "After the Long Year, Part Two: Signs"
    page.save()
    page.save_revision()
    return page


@pytest.fixture
def press(numbered, client):
    def send(**fields):
        return client.post(f"/admin/articles/{numbered.pk}/title/", {"title": "Signs", "label": "", **fields})

    return send


def newest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def newest_row(world, name="signs"):
    return next(row for row in newest(world.sequence).parts.all() if row.uuid == world.parts[name].uuid)


def test_preflight_offers_to_move_the_number_out_of_the_title(numbered, client):
    panel = client.get(f"/admin/articles/{numbered.pk}/preflight/")

    assert panel["X-Findings"] == "1"
    assert f'href="/admin/articles/{numbered.pk}/title/"' in panel.content.decode()


def findings_of_panel(client, page):
    groups = client.get(f"/admin/articles/{page.pk}/preflight/").context["groups"]
    return [finding for _, group in groups for finding in group]


@pytest.mark.parametrize(
    ("name", "title"), [("what", "What is burnout?"), ("is", "Part 1"), ("alone", "Sisters, Part 2")]
)
def test_nothing_is_offered_without_a_number_or_outside_a_sequence(numbered, world, client, name, title):
    page = ArticlePage.objects.get(slug="alone") if name == "alone" else world.parts[name].article
    page.title = title
    page.save()
    page.save_revision()

    assert "title" not in [finding.check for finding in findings_of_panel(client, page)]
    assert client.get(f"/admin/articles/{page.pk}/title/").url == f"/admin/pages/{page.pk}/edit/"


def test_looking_changes_nothing_and_fills_in_what_would_be(numbered, client):
    before = numbered.revisions.count()
    form = client.get(f"/admin/articles/{numbered.pk}/title/").context["form"]

    assert (form["title"].value(), form["label"].value()) == ("Signs", "")
    assert numbered.revisions.count() == before


def test_a_number_that_the_series_counts_otherwise_is_kept_as_label(numbered, world, client):
    numbered.title = "Pt. 7: Signs"
    numbered.save_revision()

    assert client.get(f"/admin/articles/{numbered.pk}/title/").context["form"]["label"].value() == "Part 7"


def test_the_title_moves_as_drafts_and_readers_see_nothing_of_it_yet(numbered, world, press):
    answer = press(label="Interlude")
    row = newest_row(world)

    assert answer.status_code == 302
    assert newest(numbered).title == "Signs"
    assert (row.label_override, row.short_title) == ("Interlude", "Signs")
    assert ArticlePage.objects.get(pk=numbered.pk).title == "After the Long Year, Part Two: Signs"


def test_published_it_keeps_its_address_and_needs_no_redirect(numbered, press):
    slug = numbered.slug
    press(title="Quiet signs")
    publish(ArticlePage.objects.get(pk=numbered.pk))

    assert ArticlePage.objects.get(pk=numbered.pk).slug == slug
    assert not Redirect.objects.exists()


def test_an_address_that_follows_the_title_leaves_a_redirect_behind(
    numbered, press, django_capture_on_commit_callbacks
):
    old = numbered.get_url_parts()[2]
    with django_capture_on_commit_callbacks(execute=True):
        press(title="Quiet signs", shorten_address="on")
        publish(ArticlePage.objects.get(pk=numbered.pk))

    assert ArticlePage.objects.get(pk=numbered.pk).slug == "quiet-signs"
    assert [way.old_path for way in Redirect.objects.all()] == [old.rstrip("/")]


def test_an_address_that_another_article_has_changes_nothing(numbered, world, press):
    world.add_article("Taken", slug="taken")
    answer = press(title="Taken", shorten_address="on")

    assert "Nothing was changed." in answer.content.decode()
    assert newest(numbered).title == "After the Long Year, Part Two: Signs"
    assert newest_row(world).short_title == ""


def test_history_takes_it_back(numbered, press):
    before = numbered.latest_revision
    press()
    again = before.as_object().save_revision()

    assert newest(numbered).title == again.as_object().title == "After the Long Year, Part Two: Signs"


def test_a_short_title_that_the_author_chose_stays(numbered, world, press):
    SeriesPart.objects.filter(pk=world.parts["signs"].pk).update(short_title="Nine signs")
    press()

    assert newest_row(world).short_title == "Nine signs"


def test_a_series_that_a_colleague_locked_is_left_alone(numbered, world, press):
    SeriesPage.objects.filter(pk=world.sequence.pk).update(locked=True, locked_by=world.staff["jonah"])
    answer = press()

    assert "“After the Long Year” is locked." in answer.content.decode()
    assert newest(numbered).title == "After the Long Year, Part Two: Signs"
