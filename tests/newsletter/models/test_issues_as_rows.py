import pytest
from django.db import IntegrityError, transaction

from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason, State
from newsletter.models import Issue, Newsletter
from tests.factories import due_issue


def test_an_editor_that_was_open_too_long_does_not_take_the_time_away(cast):
    row = due_issue(cast.newsletter)
    stale = Issue.objects.get(pk=row.pk)
    Issue.objects.move(row.pk, Event.START)

    stale.subject = "Another subject"
    stale.save()

    row.refresh_from_db()
    assert (row.state, row.subject) == (State.PREPARING, "Another subject")


def started(newsletter):
    row = due_issue(newsletter)
    assert Issue.objects.move(row.pk, Event.START)
    row.refresh_from_db()
    return row


def number_of(row):
    row.refresh_from_db()
    return row.number


def test_drafts_and_waiting_issues_have_no_number_and_those_that_leave_count_from_one(cast):
    Issue(newsletter=cast.newsletter, subject="Thrown away").save()
    waiting = due_issue(cast.newsletter)

    assert [started(cast.newsletter).number for _ in range(3)] == [1, 2, 3]
    assert number_of(waiting) is None
    assert str(waiting) == waiting.subject
    assert Issue.objects.move(waiting.pk, Event.START)
    assert number_of(waiting) == 4


def test_each_newsletter_counts_its_own_issues(cast):
    other = Newsletter.objects.create(name="Other", slug="other", from_name="O", from_email="o@example.org")

    assert [started(cast.newsletter).number, started(other).number, started(other).number] == [1, 1, 2]


def test_an_issue_that_was_cancelled_gives_its_number_back_so_that_the_archive_has_no_gap(cast):
    cancelled = started(cast.newsletter)
    for event in (Event.BEGIN, Event.CANCEL):
        Issue.objects.move(cancelled.pk, event)

    assert number_of(cancelled) is None
    assert started(cast.newsletter).number == 1


def test_an_issue_that_goes_back_to_wait_gives_its_number_back(cast):
    row = started(cast.newsletter)
    Issue.objects.hold(row.pk, Hold(reason=HoldReason.NO_RECIPIENTS))
    held = number_of(row)
    Issue.objects.move(row.pk, Event.SET_NEW_TIME)

    assert (held, number_of(row)) == (1, None)


def test_a_number_that_was_public_is_never_given_to_another_letter(cast):
    row = started(cast.newsletter)
    for event in (Event.BEGIN, Event.FINISH, Event.REOPEN, Event.CANCEL):
        Issue.objects.move(row.pk, event)

    assert number_of(row) == 1
    assert started(cast.newsletter).number == 2


def test_going_on_after_a_hold_keeps_the_number(cast):
    row = started(cast.newsletter)
    started(cast.newsletter)
    Issue.objects.hold(row.pk, Hold(reason=HoldReason.NO_RECIPIENTS))
    Issue.objects.move(row.pk, Event.SEND_NOW)

    assert number_of(row) == 1


def test_no_issue_can_be_handed_over_without_a_number(cast):
    row = due_issue(cast.newsletter)

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=row.pk).update(state=State.HANDED_OVER)
