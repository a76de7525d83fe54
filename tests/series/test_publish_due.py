from datetime import timedelta

import pytest
from django.core.management import call_command, get_commands
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision
from wagtail.signals import page_published

from series.models import ArticlePage, SeriesPart
from series.publish import publish
from series.publish_due import EXPIRED, FAILED, MISSED, PUBLISHED, STOPPED, publish_due

LATER = timedelta(days=5)


def whats(outcomes):
    return [outcome.what for outcome in outcomes]


@pytest.fixture
def later():
    return timezone.now() + LATER


@pytest.fixture
def due(world):
    """Approves a draft for a moment that has come, as Wagtail leaves it behind."""

    def approve(page, *, ago=timedelta(minutes=1), **fields):
        draft = page.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.go_live_at = timezone.now() - ago
        return draft.save_revision(approved_go_live_at=draft.go_live_at)

    return approve


@pytest.fixture
def heard():
    """What receivers of Wagtail's signal see: (title, live)."""
    seen = []

    def listen(instance, **_kwargs):
        seen.append((instance.title, instance.live))

    page_published.connect(listen)
    yield seen
    page_published.disconnect(listen)


def test_a_due_part_goes_live_once(world, due):
    page = world.parts["back"].article
    due(page)

    assert whats(publish_due(now=timezone.now())) == [PUBLISHED]
    assert whats(publish_due(now=timezone.now())) == []
    page.refresh_from_db()
    assert page.live is True


def test_what_is_not_due_yet_waits(world, soon):
    publish(world.parts["back"].article, at=soon)

    assert publish_due(now=timezone.now()) == ()


def test_planning_a_page_that_was_never_live_tells_nobody_that_it_is(world, soon, heard):
    publish(world.parts["back"].article, at=soon)

    assert [live for _, live in heard if live] == []


def test_planning_a_change_to_a_live_page_is_told_when_it_happens(world, due, heard):
    page = world.parts["signs"].article
    due(page, title="Signs, again")
    before = list(heard)
    publish_due(now=timezone.now())

    assert (before, heard) == ([], [("Signs, again", True)])


def test_a_receiver_that_raises_for_one_page_keeps_no_other_waiting(world, due):
    pages = [world.add_article(title, live=False) for title in ("Broken", "Fine", "Fine too")]
    for page in pages:
        due(page)

    def refuse(instance, **_kwargs):
        if instance.title == "Broken":
            raise RuntimeError("a receiver of somebody's")

    page_published.connect(refuse)
    outcomes = publish_due(now=timezone.now())
    page_published.disconnect(refuse)

    assert whats(outcomes) == [FAILED, PUBLISHED, PUBLISHED]
    assert list(ArticlePage.objects.filter(pk__in=[page.pk for page in pages], live=True)) == pages[1:]


def test_what_failed_is_tried_again(world, due):
    broken = world.add_article("Broken", live=False, blocks=[{"type": "vignette", "value": {"body": "<p>x</p>"}}])
    due(broken)
    first = publish_due(now=timezone.now())
    due(broken, body=ArticlePage.objects.get(slug="alone").body)

    assert whats(first) == ["stopped"]
    assert PUBLISHED in whats(publish_due(now=timezone.now()))


def test_the_log_of_the_process_names_no_page(world, due, caplog):
    caplog.set_level("INFO")
    due(world.add_article("Tender", live=False, blocks=[{"type": "vignette", "value": {"body": "<p>x</p>"}}]))

    publish_due(now=timezone.now())

    ours = [record for record in caplog.records if record.name.startswith("series")]
    assert [record.what for record in ours] == ["stopped"]
    assert not any("Tender" in str(vars(record)) for record in ours)


def test_after_a_downtime_over_its_whole_window_a_page_is_never_shown(world, due, heard):
    page = world.parts["back"].article
    due(page, ago=timedelta(hours=2), expire_at=timezone.now() - timedelta(hours=1))

    assert whats(publish_due(now=timezone.now())) == [MISSED]
    page.refresh_from_db()
    assert (page.live, page.expired, heard) == (False, True, [])
    assert publish_due(now=timezone.now()) == ()


def test_a_page_past_its_end_is_taken_down(world):
    page = world.parts["signs"].article
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()

    assert whats(publish_due(now=timezone.now())) == [EXPIRED]
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_an_approval_that_was_taken_back_is_not_followed(world, due):
    revision = due(world.parts["back"].article)
    revision.approved_go_live_at = None
    revision.save()

    assert publish_due(now=timezone.now()) == ()


def test_an_alias_follows_its_source(world, due):
    page = world.parts["back"].article
    alias = page.create_alias(update_slug="back-again")
    due(page)
    publish_due(now=timezone.now())

    alias.refresh_from_db()
    assert alias.live is True


def test_wagtails_own_command_is_ours(world, due, capsys):
    due(world.parts["back"].article)
    call_command("publish_scheduled", dryrun=True)
    dry = capsys.readouterr().out
    call_command("publish_scheduled")

    assert get_commands()["publish_scheduled"] == "series"
    assert dry == "1 to publish. Nothing was changed.\n"
    assert capsys.readouterr().out.startswith("published: ")


def test_the_log_of_the_page_says_that_a_plan_was_followed(world, due):
    page = world.parts["back"].article
    due(page)
    publish_due(now=timezone.now())

    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()
    assert not ModelLogEntry.objects.exists()


@pytest.fixture
def sides(world, due):
    """Both sides of a new contrast, planned for the same moment that has come."""
    moment = timezone.now() - timedelta(minutes=1)
    pages = [world.add_article(title, live=False) for title in ("Rest is", "Rest is not")]
    for side, page in zip("ab", pages, strict=True):
        SeriesPart.objects.create(series=world.pair, article=page, side=side, sort_order=8)
        revision = page.latest_revision
        draft = revision.as_object()
        draft.go_live_at = moment
        draft.save_revision(approved_go_live_at=moment)
    return [ArticlePage.objects.get(pk=page.pk) for page in pages]


def test_two_sides_that_were_planned_together_go_live_together(sides):
    assert whats(publish_due(now=timezone.now())) == [PUBLISHED, PUBLISHED]
    assert all(ArticlePage.objects.get(pk=page.pk).live for page in sides)


def rewrite(page, **fields):
    """Other words for what was planned, as an author leaves them: the newest revision alone is approved."""
    newest = ArticlePage.objects.get(pk=page.pk).latest_revision
    draft = newest.as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(approved_go_live_at=newest.approved_go_live_at)
    Revision.objects.filter(pk=newest.pk).update(approved_go_live_at=None)


def test_a_side_that_may_not_be_published_keeps_the_other_back_and_both_say_why(sides):
    one, other = sides
    rewrite(one, content_notes=["abuse"])

    outcomes = {outcome.object_id: outcome for outcome in publish_due(now=timezone.now())}

    assert whats(outcomes.values()) == [STOPPED, STOPPED]
    assert "cannot be published yet" in outcomes[str(one.pk)].words
    assert outcomes[str(other.pk)].words == "It was to go live together with “Rest is”, and waits for it."
    assert not ArticlePage.objects.filter(pk__in=[one.pk, other.pk], live=True).exists()


def test_once_it_is_mended_both_go_live(sides):
    for notes in (["abuse"], []):
        rewrite(sides[0], content_notes=notes)
        outcomes = publish_due(now=timezone.now())

    assert whats(outcomes) == [PUBLISHED, PUBLISHED]


def test_parts_of_one_series_at_different_moments_do_not_wait_for_each_other(world, due):
    first, second = world.parts["back"].article, world.add_article("Afterword", live=False)
    SeriesPart.objects.create(series=world.sequence, article=second, sort_order=9)
    due(first, ago=timedelta(minutes=5), content_notes=["abuse"])
    due(second, ago=timedelta(minutes=1))

    assert sorted(whats(publish_due(now=timezone.now()))) == [PUBLISHED, STOPPED]
