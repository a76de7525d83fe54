from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from series.admin.lone_parts import draft_series_of, lone_finding
from series.models import ArticlePage, SeriesPage, SeriesPart
from series.publish import publish
from series.publish_due import PUBLISHED, publish_due

SOON = (timezone.now() + timedelta(days=2)).replace(hour=7, minute=0, second=0, microsecond=0)


@pytest.fixture
def walks(world):
    """A series that is a draft, with three draft parts."""
    series = SeriesPage(title="Three walks", live=False)
    world.all_series.add_child(instance=series)
    for number in range(1, 4):
        page = world.add_article(f"Walk {number}", live=False)
        SeriesPart.objects.create(series=series, article=page, sort_order=number)
    series.refresh_from_db()
    series.save_revision()
    return series


@pytest.fixture
def press(world, walks, client):
    client.force_login(world.staff["mara"])

    def send(**fields):
        given = {"mode": "now", "zone": "UTC", "every_days": "3", **fields}
        return client.post(reverse("series_release", args=[walks.pk]), given, follow=True)

    return send


@pytest.fixture
def when_it_is_due(monkeypatch):
    """A function: what the scheduler does a minute after the first moment."""

    def publish_all():
        later = SOON + timedelta(minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        return publish_due(now=later)

    return publish_all


def lives(series):
    series.refresh_from_db()
    return series.live, list(ArticlePage.objects.filter(title__startswith="Walk").values_list("live", flat=True))


def at(page):
    revision = page.revisions.filter(approved_go_live_at__isnull=False).first()
    return revision.approved_go_live_at if revision else None


def test_the_release_page_says_that_the_series_is_a_draft_and_offers_to_take_it_along(world, walks, client):
    client.force_login(world.staff["mara"])
    page = client.get(reverse("series_release", args=[walks.pk]))

    assert "The series itself is still a draft." in page.content.decode()
    assert page.context["form"]["with_series"].value() is True


def test_one_press_publishes_the_parts_and_their_series(walks, press):
    shown = press(with_series="on").content.decode()
    said = press(with_series="on", confirm="1").content.decode()

    assert "Three walks, the series itself, is published now." in shown
    assert "3 parts published, and the series with them." in said
    assert lives(walks) == (True, [True, True, True])


def test_a_planned_series_goes_live_with_its_first_part_and_before_it(walks, press, when_it_is_due):
    wall = SOON.strftime("%Y-%m-%dT%H:%M")
    said = press(mode="spaced", first=wall, with_series="on", confirm="1").content.decode()
    published = when_it_is_due()

    assert "3 parts will go live by plan, and the series with them." in said
    assert (published[0].what, published[0].object_id) == (PUBLISHED, str(walks.pk))
    assert lives(walks) == (True, [True, False, False])


def test_a_first_part_that_may_not_go_live_keeps_its_series_back(walks, press, when_it_is_due):
    wall = SOON.strftime("%Y-%m-%dT%H:%M")
    press(mode="spaced", first=wall, with_series="on", confirm="1")
    first = ArticlePage.objects.get(title="Walk 1")
    draft = first.latest_revision.as_object()
    draft.content_notes = ["abuse"]
    first.revisions.update(approved_go_live_at=None)
    draft.save_revision(approved_go_live_at=SOON)

    outcomes = {each.object_id: each for each in when_it_is_due()}

    assert outcomes[str(walks.pk)].words == "It was to go live together with “Walk 1”, and waits for it."
    assert lives(walks) == (False, [False, False, False])


def test_who_unticks_it_reads_that_the_series_stays_behind(walks, press):
    assert "“Three walks”, the series itself, stays a draft." in press().content.decode()

    press(confirm="1")
    assert lives(walks) == (False, [True, True, True])


def test_a_series_whose_parts_are_out_already_is_published_with_one_press(walks, press, client):
    press(confirm="1")
    page = client.get(reverse("series_release", args=[walks.pk])).content.decode()
    board = client.get(reverse("wagtailadmin_pages:edit", args=[walks.pk])).content.decode()
    said = press(publish_series="1").content.decode()

    assert "Every part is live, but the series itself is still a draft" in page
    assert "The series itself is still a draft: readers find its live parts alone" in board
    assert "“Three walks” is live, and its parts know each other." in said
    assert lives(walks)[0] is True


def test_a_series_that_is_live_is_never_asked_about(world, client):
    client.force_login(world.staff["mara"])
    page = client.get(reverse("series_release", args=[world.sequence.pk]))

    assert "with_series" not in page.context["form"].fields
    assert "still a draft" not in page.content.decode()


def test_the_editor_of_a_part_hears_of_it_before_and_after_the_press(walks, world, client):
    client.force_login(world.staff["mara"])
    part = ArticlePage.objects.get(title="Walk 1")
    panel = client.get(reverse("article_preflight", args=[part.pk])).content.decode()
    address = reverse("wagtailadmin_pages:edit", args=[part.pk])

    assert "While “Three walks” itself is a draft, readers find this part alone" in panel
    assert reverse("series_release", args=[walks.pk]) in panel
    said = client.post(address, {**_posted(part), "action-publish": "1"}, follow=True).content.decode()
    assert "While “Three walks” itself is a draft, readers find this part alone" in said
    assert reverse("series_release", args=[walks.pk]) in said


def _posted(page):
    """What the editor of the page would send."""
    words = {"body": rich_text("<p>Words.</p>"), "role": "body", "anchor": "", "shown_in": "everywhere"}
    fields = {
        "title": page.title,
        "slug": page.slug,
        "body": streamfield([("text", words)]),
        "authorships": inline_formset([]),
        "comments": inline_formset([]),
        "support": "auto",
    }
    return nested_form_data(fields)


def test_nothing_is_said_once_the_series_will_be_there_in_time(walks):
    part = ArticlePage.objects.get(title="Walk 1")
    publish(walks, at=SOON)
    publish(part, at=SOON)
    part.refresh_from_db()

    assert at(part) == at(walks) == SOON
    assert draft_series_of(part) is None
    assert lone_finding(part) is None


def test_a_series_that_is_planned_too_late_is_named(walks):
    part = ArticlePage.objects.get(title="Walk 1")
    publish(walks, at=SOON + timedelta(days=1))
    publish(part, at=SOON)
    part.refresh_from_db()

    assert draft_series_of(part) == walks
