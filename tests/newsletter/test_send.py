"""The straight path, from a frozen issue to two letters in two inboxes."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from newsletter.conf import token_keys
from newsletter.core.issue_state import HoldReason, State
from newsletter.core.tokens import Kind, read_mail_token
from newsletter.models import Delivery, Exclusion, Issue
from newsletter.send import deliver, start, start_due, sweep
from newsletter.transports.base import InsideTransaction
from tests.factories import due_issue, states, unasked


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
    start(issue.pk, recheck=unasked)
    start_due(recheck=unasked)
    send_all(transport)

    assert len(transport.kept) == 2
    assert Delivery.objects.count() == 2


def test_an_issue_found_long_after_its_time_asks_a_person(cast, transport):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))

    start_due(recheck=unasked)

    late.refresh_from_db()
    assert (late.state, late.hold_reason) == (State.HELD, HoldReason.LATE)
    assert Delivery.objects.count() == 0


def test_an_issue_before_its_time_does_not_start(cast):
    early = due_issue(cast.newsletter, late=timedelta(minutes=-5))

    start(early.pk, recheck=unasked)

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
    named = read_mail_token(
        first.envelope_from.partition("@")[0][2:], keys=token_keys(), kinds=frozenset({Kind.ENVELOPE})
    )
    assert Delivery.objects.named(named.delivery).get() == row


def test_the_frozen_letter_of_a_held_issue_leaves_nothing(issue, transport):
    Issue.objects.filter(pk=issue.pk).update(state=State.HELD, hold_reason=HoldReason.COMPLAINTS)

    assert deliver(transport=transport, run="a", limit=100) == 0


@pytest.fixture
def pair(cast):
    """Two issues whose time has come, and a look at them that fails for the first."""
    first, second = due_issue(cast.newsletter, late=timedelta(minutes=2)), due_issue(cast.newsletter)

    def recheck(issue_id):
        if issue_id == first.pk:
            raise ValueError("ada@example.org")

    return first, second, recheck


def test_an_issue_that_fails_lets_the_others_start(pair):
    first, second, recheck = pair

    start_due(recheck=recheck)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.failures) == (State.SCHEDULED, 1)
    assert second.state == State.HANDING_OVER


def test_the_fifth_failure_asks_a_person_and_names_nobody(pair, caplog):
    first, _, recheck = pair

    for _ in range(6):
        start_due(recheck=recheck)

    first.refresh_from_db()
    told = [record for record in caplog.records if record.message == "issue not started"]
    assert (first.state, first.hold_reason, first.failures) == (State.HELD, HoldReason.ERROR, 5)
    assert [(record.issue, record.failures) for record in told] == [(first.pk, number) for number in range(1, 6)]
    assert "ada@" not in caplog.text + first.hold_detail


def test_a_database_that_is_away_is_no_fault_of_an_issue(pair):
    first, _, _ = pair

    def away(_):
        raise OperationalError("the connection is closed")

    with pytest.raises(OperationalError):
        start_due(recheck=away)
    first.refresh_from_db()
    assert (first.state, first.failures) == (State.SCHEDULED, 0)
