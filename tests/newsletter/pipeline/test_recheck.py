"""The last look before an issue leaves: what was true at the freeze may not be true any more."""

from datetime import UTC, date, datetime, time

import pytest

from newsletter.core.issue_state import HoldReason
from newsletter.models import Issue
from newsletter.pipeline.recheck import recheck_issue
from newsletter.prepare import freeze
from tests.factories import altered_copy

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def linked(world):
    return world.add_article("Where to find help")


@pytest.fixture
def issue(world, linked):
    """Frozen: one part, and a note that leads to another page of the site."""
    row = world.add_issue(
        ("greeting", {"body": "<p>Dear [[first_name|friend]].</p>"}),
        ("part", {"part": str(world.parts["signs"].uuid), "mode": "whole"}),
        ("note", {"title": "", "body": f'<p>Read <a linktype="page" id="{linked.pk}">where to find help</a>.</p>'}),
    )
    freeze(row.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    row.refresh_from_db()
    return row


def test_an_issue_that_is_as_it_was_frozen_may_leave(issue):
    assert recheck_issue(issue.pk) is None


def test_bytes_that_are_not_what_was_frozen_stay(issue):
    Issue.objects.filter(pk=issue.pk).update(compiled=altered_copy(issue.compiled))

    assert recheck_issue(issue.pk).reason == HoldReason.ALTERED


def test_a_link_to_a_page_that_was_taken_back_stops_it_and_is_named(issue, linked):
    linked.unpublish()
    found = recheck_issue(issue.pk)

    assert found.reason == HoldReason.STOP_CHECK
    assert "where to find help" in found.detail


@pytest.mark.parametrize("change", ["unpublish", "delete"])
def test_an_article_that_is_gone_stops_it(world, issue, change):
    getattr(world.parts["signs"].article, change)()

    assert recheck_issue(issue.pk).reason == HoldReason.ITEM_NOT_LIVE


def test_an_article_behind_a_password_stops_it(world, issue):
    world.parts["signs"].article.view_restrictions.create(restriction_type="password", password="shibboleth")

    assert recheck_issue(issue.pk).reason == HoldReason.ITEM_PRIVATE
