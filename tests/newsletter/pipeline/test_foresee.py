"""What the last look will find, told while there is time to mend it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from newsletter.core.issue_state import State
from newsletter.models import Issue
from newsletter.pipeline.foresee import foresee_hold
from newsletter.pipeline.recheck import recheck_issue
from newsletter.prepare import freeze
from series.models import ArticlePage
from series.publish import publish

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LEAVES = datetime(2030, 6, 4, 6, 0, tzinfo=UTC)


@pytest.fixture
def linked(world):
    return world.add_article("Where to find help")


@pytest.fixture
def issue(world, linked):
    """Scheduled: one part, and a note that leads to another page of the site."""
    row = world.add_issue(
        ("part", {"part": str(world.parts["signs"].uuid), "mode": "whole"}),
        ("note", {"title": "", "body": f'<p>Read <a linktype="page" id="{linked.pk}">where to find help</a>.</p>'}),
    )
    freeze(row.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    row.refresh_from_db()
    return row


def test_as_it_was_frozen_nothing_stands_in_its_way(issue):
    assert foresee_hold(issue) == ""
    assert recheck_issue(issue.pk) is None


def unpublished(world, _linked):
    world.parts["signs"].article.unpublish()


def private(world, _linked):
    world.parts["signs"].article.view_restrictions.create(restriction_type="login")


def deleted(world, _linked):
    world.parts["signs"].article.delete()


def unlinked(_world, linked):
    linked.unpublish()


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (unpublished, "“Signs” is a draft, so the letter cannot show it."),
        (private, "“Signs” is private, so the letter cannot show it."),
        (deleted, "An article of it was deleted."),
        (unlinked, "The link “where to find help” leads to a page that readers will not be able to open."),
    ],
)
def test_what_the_last_look_will_find_is_told_at_once(world, issue, linked, happens, words):
    happens(world, linked)

    assert foresee_hold(issue) == words
    assert recheck_issue(issue.pk) is not None


def test_a_page_that_goes_live_again_before_the_letter_leaves_is_no_reason(world, issue):
    article = world.parts["signs"].article
    article.unpublish()
    publish(article, at=LEAVES - timedelta(hours=1))

    assert foresee_hold(issue) == ""


@pytest.mark.parametrize(("hours", "is_told"), [(-1, True), (1, False)])
def test_a_page_that_will_have_expired_by_then_is_told(world, issue, hours, is_told):
    pk = world.parts["signs"].article_id
    ArticlePage.objects.filter(pk=pk).update(expire_at=LEAVES + timedelta(hours=hours))

    assert bool(foresee_hold(issue)) is is_told


def test_an_issue_that_is_over_has_no_future(world, issue):
    world.parts["signs"].article.unpublish()
    Issue.objects.filter(pk=issue.pk).update(state=State.CANCELLED)
    issue.refresh_from_db()

    assert foresee_hold(issue) == ""
