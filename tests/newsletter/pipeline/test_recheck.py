"""The last look before an issue leaves: what was true at the freeze may not be true any more."""

from datetime import UTC, date, datetime, time

import pytest
from django.db.models import F

from cms.models import SiteIdentity, SupportLine
from newsletter.core.issue_state import HoldReason, State
from newsletter.models import Delivery, Issue, Newsletter
from newsletter.pipeline.recheck import recheck_issue
from newsletter.prepare import freeze
from newsletter.send import start
from series.models import ArticlePage
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


@pytest.fixture
def tender(world):
    """Frozen: an article on a subject that asks for support lines, on a site that has one."""
    line = SupportLine.objects.create(country="PT", name="SOS Voz Amiga", phone="213 544 545")
    SiteIdentity.for_site(world.articles.get_site())
    SiteIdentity.objects.update(countries="PT")
    article = world.add_article("After she had gone", content_notes=["suicide"])
    row = world.add_issue(("article", {"article": article.pk, "mode": "whole"}))
    freeze(row.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    row.refresh_from_db()
    assert recheck_issue(row.pk) is None
    return row, line


def test_a_text_whose_support_line_went_away_after_the_freeze_is_held_and_nothing_leaves(tender):
    row, line = tender
    line.delete()
    Issue.objects.filter(pk=row.pk).update(send_at=F("created_at"))
    start(row.pk, recheck=recheck_issue)
    row.refresh_from_db()

    assert (row.state, row.hold_reason) == (State.HELD, HoldReason.STOP_CHECK)
    assert "no support line for PT" in row.hold_detail
    assert not Delivery.objects.filter(issue=row).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"postal_address": ""}, "no postal address"),
        ({"from_email": "no address"}, "sender's address"),
        ({"from_name": ""}, "sender has no name"),
    ],
)
def test_a_sender_who_cannot_write_any_more_stops_it_and_says_what_to_mend(issue, change, words):
    Newsletter.objects.filter(pk=issue.newsletter_id).update(**change)
    found = recheck_issue(issue.pk)

    assert found.reason == HoldReason.STOP_CHECK
    assert words in found.detail


def test_a_letter_with_the_address_of_yesterday_leaves(issue):
    Newsletter.objects.filter(pk=issue.newsletter_id).update(postal_address="Another street 7")

    assert recheck_issue(issue.pk) is None


def test_a_pasted_address_of_a_page_that_was_taken_back_stops_it(world, linked):
    body = f'<p>Read <a href="{linked.full_url}">where to find help</a>.</p>'
    row = world.add_issue(("greeting", {"body": body}))
    freeze(row.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    linked.unpublish()

    assert "where to find help" in recheck_issue(row.pk).detail


@pytest.mark.parametrize("which", ["shown", "linked"])
def test_a_page_past_its_end_stops_it_also_before_anybody_took_it_down(world, issue, linked, which):
    page = linked if which == "linked" else world.parts["signs"].article
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=NOW)
    expected = HoldReason.STOP_CHECK if which == "linked" else HoldReason.ITEM_EXPIRED

    assert recheck_issue(issue.pk).reason == expected
