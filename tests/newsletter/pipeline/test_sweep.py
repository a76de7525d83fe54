"""What a dead sender left behind, seen by the next tick."""

from datetime import timedelta

import pytest

from cms.clock import Now, database_now
from newsletter import issues
from newsletter.core.issue_state import Event, HoldReason, State
from newsletter.core.receipts import Receipt, Stage
from newsletter.models import Delivery, DeliveryEvent, Issue, delivery_rows
from newsletter.models.gate import mark_deliveries
from newsletter.pipeline.claim import claim_deliveries
from newsletter.pipeline.record import record_receipts
from newsletter.send import deliver, sweep
from tests.factories import states

AGO = Now() - timedelta(seconds=1)


@pytest.fixture
def claimed(issue):
    claim_deliveries(1, run="gone")
    Delivery.objects.filter(state="claimed").update(lease_until=AGO)
    return Delivery.objects.get(state="claimed")


def mark(row, **fields):
    Delivery.objects.filter(pk=row.pk).update(state="marked", slot=0, marked_at=Now(), **{"lease_until": AGO, **fields})


def test_a_claim_without_its_sender_returns_to_the_queue(issue, claimed, transport):
    sweep()
    deliver(transport=transport, run="b", limit=10)

    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert Delivery.objects.get(pk=claimed.pk).claims == 2


def test_a_claim_whose_lease_holds_is_left_alone(issue):
    claim_deliveries(1, run="alive")

    sweep()

    assert states(issue)["ada"] == "claimed"


def test_a_mark_without_its_sender_is_uncertain_and_never_offered_again(issue, claimed, transport):
    mark(claimed)

    sweep()
    deliver(transport=transport, run="b", limit=10)

    assert states(issue) == {"ada": "uncertain sender_gone", "esra": "handed_over"}
    assert len(transport.kept) == 1


def test_a_mark_whose_answer_may_still_come_is_left_alone(issue, claimed):
    mark(claimed, lease_until=Now() + timedelta(seconds=60))

    sweep()

    assert states(issue)["ada"] == "marked"


def lose(times):
    """So many senders end with the first letter in hand; its waits pass."""
    for _ in range(times):
        claim_deliveries(1, run="gone")
        Delivery.objects.filter(state="claimed").update(lease_until=AGO)
        sweep()
        Delivery.objects.filter(state="pending").update(not_before=AGO)


def test_the_fifth_lost_claim_sets_it_aside_and_the_others_go_on(issue, transport):
    lose(5)
    deliver(transport=transport, run="b", limit=10)

    assert states(issue) == {"ada": "pending", "esra": "handed_over"}
    assert [row.lost_claims for row in Delivery.objects.set_aside()] == [5]
    assert DeliveryEvent.objects.filter(cause="sweep").count() == 5


def test_four_lost_claims_are_no_reason_to_wait_for_a_person(issue, transport):
    lose(4)
    deliver(transport=transport, run="b", limit=10)

    assert set(states(issue).values()) == {"handed_over"}


def test_when_only_what_was_set_aside_is_left_the_issue_is_held_and_says_why(issue, transport):
    lose(5)
    sweep()
    issue.refresh_from_db()
    assert issue.state == State.HANDING_OVER  # Esra's letter is still to leave

    deliver(transport=transport, run="b", limit=10)
    sweep()
    issue.refresh_from_db()
    assert (issue.state, issue.hold_reason) == (State.HELD, HoldReason.SENDERS_LOST)
    assert issue.hold_detail == ("1 letter was never offered to anyone: five senders in turn ended while they held it.")


def test_an_answer_begins_the_count_anew(issue):
    lose(4)
    [claim, *_] = claim_deliveries(10, run="a")
    record_receipts([(claim, Receipt(delivery_id=claim.public_id, stage=Stage.RCPT, code=451))])
    row = Delivery.objects.get(pk=claim.ticket.delivery)

    assert (row.lost_claims, row.attempts) == (0, 1)


def test_a_first_lost_claim_is_taken_up_at_once_and_later_ones_wait_apart(cast, issue):
    lose(1)
    claim_deliveries(10, run="gone")
    assert Delivery.objects.filter(state="claimed").count() == 2

    Delivery.objects.filter(state="claimed").update(lease_until=AGO, lost_claims=1)
    sweep()
    waits = list(Delivery.objects.filter(lost_claims=2).values_list("not_before", flat=True))
    assert len(set(waits)) == 2
    assert all(timedelta(seconds=40) < at - database_now() < timedelta(seconds=80) for at in waits)


def test_a_message_of_ours_that_was_set_aside_ends_with_its_time_and_says_that_nobody_was_asked(issue):
    row = Delivery.objects.filter(issue=issue).first()
    Delivery.objects.filter(pk=row.pk).update(issue=None, purpose="confirmation", lost_claims=5, give_up_at=AGO)

    sweep()

    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", "unclaimable")


def test_a_letter_that_was_set_aside_waits_however_long_for_a_person(issue):
    Delivery.objects.update(lost_claims=5, attempts=3, give_up_at=AGO)

    sweep()

    assert set(states(issue).values()) == {"pending"}


def test_trying_ends_with_its_time(issue):
    Delivery.objects.filter(subscription__subscriber__first_name="Ada").update(attempts=7, give_up_at=AGO)

    sweep()

    assert states(issue) == {"ada": "failed gave_up", "esra": "pending"}


def test_a_paused_issue_does_not_lose_its_readers(issue):
    Issue.objects.move(issue.pk, Event.PAUSE)
    Delivery.objects.update(attempts=7, give_up_at=AGO)

    sweep()

    assert set(states(issue).values()) == {"pending"}


def test_a_doubt_of_three_days_is_settled_and_stays_uncertain(issue, claimed):
    mark(claimed)
    sweep()
    Delivery.objects.filter(pk=claimed.pk).update(ended_at=Now() - timedelta(hours=73))

    sweep()

    claimed.refresh_from_db()
    assert (claimed.state, claimed.resolution) == ("uncertain", "presumed")


def test_an_issue_ends_with_its_last_open_delivery(issue, claimed):
    mark(claimed)
    Delivery.objects.filter(state="pending").update(state="cancelled", reason="left", ended_at=Now())

    sweep()

    issue.refresh_from_db()
    assert issue.state == State.HANDED_OVER


def test_sweeping_twice_changes_nothing(issue, claimed):
    mark(claimed)
    sweep()
    lines = DeliveryEvent.objects.count()

    sweep()

    assert DeliveryEvent.objects.count() == lines


def test_ten_refusals_from_the_first_hold_the_issue(cast, issue):
    compiled = issue.compiled_id
    Delivery.objects.bulk_create(
        Delivery(
            dedupe_key=f"x{n}",
            purpose="issue",
            issue=issue,
            compiled_id=compiled,
            message_id=f"x{n}",
            date_header=issue.send_at,
            state="refused",
            reason="unknown",
            ended_at=issue.send_at,
        )
        for n in range(10)
    )

    sweep()

    issue.refresh_from_db()
    assert (issue.state, issue.hold_reason) == (State.HELD, HoldReason.ROUTE_REFUSES)


def test_a_later_that_comes_when_all_was_given_up_opens_the_issue_again(issue, transport):
    claims = claim_deliveries(10, run="slow")
    mark_deliveries(claims, slots=range(len(claims)))
    Delivery.objects.update(lease_until=AGO)
    sweep()
    issue.refresh_from_db()
    assert issue.state == State.HANDED_OVER

    record_receipts([(each, Receipt(delivery_id=each.public_id, stage=Stage.DOT, code=451)) for each in claims])
    sweep()
    Delivery.objects.update(not_before=AGO)
    deliver(transport=transport, run="b", limit=10)
    sweep()

    issue.refresh_from_db()
    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert issue.state == State.HANDED_OVER


def test_who_died_while_cancelling_leaves_nothing_waiting(issue):
    Issue.objects.move(issue.pk, Event.CANCEL, finished_at=Now())
    sweep()

    assert set(states(issue).values()) == {"cancelled issue_cancelled"}


def test_a_long_list_is_cancelled_at_once_and_emptied_by_the_sweep(issue, monkeypatch):
    monkeypatch.setattr(delivery_rows, "AT_ONCE", 1)
    issues.cancel(issue.pk, by=None)
    assert sorted(states(issue).values()) == ["cancelled issue_cancelled", "pending"]

    sweep()
    assert set(states(issue).values()) == {"cancelled issue_cancelled"}
