"""What a dead sender left behind, seen by the next tick."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from newsletter.core.issue_state import Event, HoldReason, State
from newsletter.models import Delivery, DeliveryEvent, Issue
from newsletter.pipeline.claim import claim_deliveries
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


def test_the_fifth_lost_claim_ends_it(issue):
    for _ in range(5):
        claim_deliveries(1, run="gone")
        Delivery.objects.filter(state="claimed").update(lease_until=AGO)
        sweep()

    assert states(issue)["ada"] == "failed unclaimable"
    assert DeliveryEvent.objects.filter(cause="sweep").count() == 5


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
