"""The straight path, from a frozen issue to two letters in two inboxes."""

from datetime import timedelta

import pytest
from django.db import transaction

from newsletter.core.issue_state import HoldReason, State
from newsletter.models import Delivery, Exclusion, Issue
from newsletter.send import deliver, start, start_due, sweep
from newsletter.transports.base import InsideTransaction
from tests.factories import due_issue, states


def send_all(transport, *, run="a"):
    deliver(transport=transport, run=run, limit=100)
    sweep()


def test_four_candidates_become_two_recipients_and_two_exclusions(issue):
    excluded = dict(Exclusion.objects.values_list("subscription__subscriber__email", "reason"))

    assert issue.candidates == 4
    assert states(issue) == {"ada": "pending", "esra": "pending"}
    assert excluded == {"bram@example.org": "suppressed", "dina@example.org": "paused"}


def test_every_recipient_is_handed_over_and_the_issue_ends(issue, transport):
    send_all(transport)

    issue.refresh_from_db()
    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert [message.envelope_to for message in transport.kept] == ["ada@example.org", "esra@example.org"]
    assert issue.state == State.HANDED_OVER
    assert issue.finished_at


def test_each_reader_reads_their_own_name(issue, transport):
    send_all(transport)

    assert b"Dear =\r\nAda=\r\n," in transport.kept[0].data
    assert b"Subject: After the Long Year: Signs" in transport.kept[0].data


def test_starting_and_delivering_twice_changes_nothing(issue, transport):
    send_all(transport)
    start(issue.pk)
    start_due()
    send_all(transport)

    assert len(transport.kept) == 2
    assert Delivery.objects.count() == 2


def test_an_issue_found_long_after_its_time_asks_a_person(cast, transport):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))

    start_due()

    late.refresh_from_db()
    assert (late.state, late.hold_reason) == (State.HELD, HoldReason.LATE)
    assert Delivery.objects.count() == 0


def test_an_issue_before_its_time_does_not_start(cast):
    early = due_issue(cast.newsletter, late=timedelta(minutes=-5))

    start(early.pk)

    early.refresh_from_db()
    assert early.state == State.SCHEDULED


def test_nothing_is_offered_inside_a_transaction(issue, transport):
    with pytest.raises(InsideTransaction), transaction.atomic():
        deliver(transport=transport, run="a", limit=1)

    assert transport.kept == []


def test_message_id_date_and_bytes_are_the_same_on_every_attempt(issue, transport):
    deliver(transport=transport, run="a", limit=1)
    Delivery.objects.filter(state="pending").update(attempts=3)
    first = transport.kept[0]
    row = Delivery.objects.get(public_id=first.delivery_id)

    assert row.message_id.encode() in first.data
    assert row.envelope_token in first.envelope_from


def test_the_frozen_letter_of_a_held_issue_leaves_nothing(issue, transport):
    Issue.objects.filter(pk=issue.pk).update(state=State.HELD, hold_reason=HoldReason.COMPLAINTS)

    assert deliver(transport=transport, run="a", limit=100) == 0
