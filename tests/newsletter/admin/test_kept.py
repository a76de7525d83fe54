from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from newsletter.issues import unschedule
from newsletter.models import Issue, Newsletter
from newsletter.prepare import freeze

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def frozen(issue):
    freeze(issue.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    unschedule(issue.pk, by=None)
    return issue


def delete(desk, kind, pk):
    return desk.post(reverse(f"{kind}:delete", args=[pk]), follow=True).content.decode()


def test_an_issue_that_was_frozen_once_is_kept_with_the_reason(desk, frozen):
    assert "has been frozen or handed over, so it is kept" in delete(desk, "newsletter_issues", frozen.pk)
    assert Issue.objects.filter(pk=frozen.pk).exists()


def test_many_at_once_are_kept_too(desk, frozen):
    address = reverse("wagtail_bulk_action", args=["newsletter", "issue", "delete"])
    answer = desk.post(f"{address}?id={frozen.pk}", follow=True)

    assert "so it is kept" in answer.content.decode()
    assert Issue.objects.filter(pk=frozen.pk).exists()


def test_a_draft_that_never_left_can_go(desk, issue):
    delete(desk, "newsletter_issues", issue.pk)

    assert not Issue.objects.exists()


def test_a_newsletter_with_readers_is_kept(desk, world):
    assert "has issues, readers or courses, so it is kept" in delete(
        desk, "newsletter_newsletters", world.newsletter.pk
    )
    assert Newsletter.objects.exists()
