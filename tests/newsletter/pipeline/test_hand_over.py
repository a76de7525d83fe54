"""The gate: what becomes true between the claim and the mark stops the dot, with the right reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import F

from cms.clock import Now, database_now
from newsletter.core.issue_state import Event, HoldReason, State
from newsletter.core.receipts import Receipt, Stage
from newsletter.models import (
    ConsentEvent,
    Delivery,
    DeliveryEvent,
    Issue,
    SendingSwitch,
    Subscription,
    Suppression,
    Throttle,
)
from newsletter.pipeline import hand_over as gate
from newsletter.send import deliver, keep_delivering, sweep
from newsletter.transports.base import RouteFailed, answered, unanswered
from newsletter.transports.memory import MemoryTransport
from tests.cast import suppress
from tests.factories import altered_copy, frozen_letter, states


class Interrupted(MemoryTransport):
    """Something happens when the first message is at the gate."""

    def __init__(self, happening):
        super().__init__()
        self.happening = happening

    def offer(self, messages, *, mark):
        def interrupted(waiting):
            if self.happening:
                self.happening()
                self.happening = None
            return mark(waiting)

        yield from super().offer(messages, mark=interrupted)


class Answering(MemoryTransport):
    """A next server that gives each reader one reply: (reply, stage), or no reply at all."""

    def __init__(self, **replies):
        super().__init__()
        self.replies = replies

    def offer(self, messages, *, mark):
        for message in messages:
            reply, stage = self.replies.get(message.envelope_to.partition("@")[0], ("250 ok", Stage.DOT))
            if stage is Stage.DOT and message.delivery_id not in mark([message]):
                yield unanswered(message, stage=Stage.DATA)
            elif reply:
                yield answered(message, reply, stage=stage)
            else:
                yield unanswered(message, stage=stage)


class Suspended(MemoryTransport):
    """The sender sleeps past its leases while its first message is under way."""

    def offer(self, messages, *, mark):
        under_way = iter(messages)
        first = next(under_way)
        Delivery.objects.update(lease_until=Now() - timedelta(seconds=1))
        sweep()
        yield from super().offer([first, *under_way], mark=mark)


def deliver_all(transport):
    deliver(transport=transport, run="a", limit=100)
    return transport


def ada(cast):
    return Subscription.objects.filter(pk=cast.readers["ada"].pk)


def test_what_a_sender_claims_again_after_its_leases_were_over_leaves_once(issue):
    transport = Suspended()
    keep_delivering(transport=transport, run="a", stopping=lambda: False)

    assert sorted(message.envelope_to for message in transport.kept) == ["ada@example.org", "esra@example.org"]
    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}


def test_a_late_word_about_a_message_that_was_withheld_ends_no_sender(issue):
    """Its letter is claimed again before the line that hung up is heard of."""
    transport = HeardLate()
    keep_delivering(transport=transport, run="a", stopping=lambda: False)
    Delivery.objects.update(not_before=Now())
    keep_delivering(transport=transport, run="a", stopping=lambda: False)

    assert sorted(message.envelope_to for message in transport.kept) == ["ada@example.org", "esra@example.org"]
    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}


class HeardLate(MemoryTransport):
    """The leases end while two messages are at the gate; those that are claimed then are built before it is told."""

    withheld = False

    def offer(self, messages, *, mark):
        under_way = iter(messages)
        if not self.withheld:
            self.withheld = True
            first = [next(under_way), next(under_way)]
            Delivery.objects.update(lease_until=Now() - timedelta(seconds=1))
            sweep()
            assert mark(first) == frozenset()
            again = list(under_way)
            yield from (unanswered(message, stage=Stage.DATA) for message in first)
            under_way = iter(again)
        yield from super().offer(under_way, mark=mark)


def withdraw_consent(cast):
    ConsentEvent.objects.create(
        subscription=cast.readers["ada"],
        seq=2,
        action="withdrawn",
        method="page",
        given_on=cast.readers["ada"].created_at,
    )


CHANGES = {
    "cancelled left": lambda cast, _: ada(cast).update(state="ended", ended_at=Now()),
    "cancelled paused": lambda cast, _: ada(cast).update(state="paused"),
    "cancelled suppressed": lambda *_: suppress("ada@example.org"),
    "cancelled suspended": lambda *_: suppress("ada@example.org", reason="soft_bounces"),
    "cancelled consent_missing": lambda cast, _: withdraw_consent(cast),
    "pending": lambda _, issue: Issue.objects.move(issue.pk, Event.PAUSE),
    "cancelled issue_cancelled": lambda _, issue: Issue.objects.move(issue.pk, Event.CANCEL),
}


@pytest.mark.parametrize("end", CHANGES)
def test_what_changes_between_claim_and_mark_stops_the_dot(cast, issue, end):
    transport = deliver_all(Interrupted(lambda: CHANGES[end](cast, issue)))

    assert "ada@example.org" not in [message.envelope_to for message in transport.kept]
    assert states(issue)["ada"] == end


def test_switching_everything_off_stops_the_dot(issue):
    transport = deliver_all(Interrupted(lambda: SendingSwitch.objects.create(enabled=False)))

    assert transport.kept == []
    assert states(issue) == {"ada": "pending", "esra": "pending"}
    assert deliver(transport=transport, run="a", limit=1) == 0


def test_a_lease_that_ran_out_stops_the_dot(issue):
    transport = deliver_all(Interrupted(lambda: Delivery.objects.update(lease_until=Now())))

    assert transport.kept == []


def test_a_claim_that_became_somebody_else_s_stops_the_dot(issue):
    transport = deliver_all(Interrupted(lambda: Delivery.objects.update(claims=F("claims") + 1)))

    assert transport.kept == []
    assert set(states(issue).values()) == {"claimed"}


def test_an_erased_reader_gets_nothing_and_the_account_still_balances(cast, issue):
    Delivery.objects.filter(subscription=cast.readers["ada"]).update(subscription=None)

    transport = deliver_all(MemoryTransport())

    assert [message.envelope_to for message in transport.kept] == ["esra@example.org"]
    assert Delivery.objects.get(state="cancelled").reason == "erased"


REPLIES = {
    "handed_over": ("250 2.0.0 ok", Stage.DOT),
    "pending": ("451 4.3.0 later", Stage.DOT),
    "refused hard": ("550 5.1.1 no such user", Stage.RCPT),
    "refused soft": ("552 5.2.2 full", Stage.DOT),
    "refused policy": ("550 5.7.1 not from you", Stage.DOT),
    "refused unknown": ("554 no", Stage.DOT),
    "uncertain no_answer": ("", Stage.DOT),
}


@pytest.mark.parametrize("end", REPLIES)
def test_an_answer_becomes_the_state(issue, end):
    deliver_all(Answering(ada=REPLIES[end]))

    assert states(issue) == {"ada": end, "esra": "handed_over"}


def test_later_waits_and_counts_as_an_attempt(issue):
    deliver_all(Answering(ada=("450 4.2.1 busy", Stage.RCPT)))
    row = Delivery.objects.get(state="pending")

    assert (row.attempts, row.claims, row.smtp_code, row.enhanced_code) == (1, 1, 450, "4.2.1")
    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 0


def test_a_connection_that_ends_before_the_dot_costs_no_attempt(issue):
    deliver_all(Answering(ada=("", Stage.DATA)))
    row = Delivery.objects.get(state="pending")

    assert (row.attempts, row.lease_token, row.smtp_code) == (0, None, None)
    assert DeliveryEvent.objects.get(delivery=row).evidence["event"] == "break_off"


def test_an_address_that_does_not_exist_is_suppressed_at_once(issue):
    deliver_all(Answering(ada=("550 5.1.1 no such user", Stage.RCPT)))

    assert Suppression.objects.filter(reason="hard_bounce").count() == 2


def test_a_policy_refusal_never_suppresses_the_reader(issue):
    deliver_all(Answering(ada=("550 5.7.1 spam", Stage.DOT)))

    assert Suppression.objects.count() == 1


def test_a_letter_that_is_too_large_holds_its_issue_and_suppresses_nobody(issue):
    deliver_all(Answering(ada=("552 5.3.4 <ada@example.org> larger than we take", Stage.RCPT)))

    issue.refresh_from_db()
    assert (issue.state, issue.hold_reason) == ("held", "too_large")
    assert issue.hold_detail == "The next server said: 552 5.3.4 <…> larger than we take"
    assert Suppression.objects.count() == 1  # the one that the cast begins with


@pytest.mark.parametrize(
    ("reply", "stage"),
    [("530 5.7.0 log in first", Stage.MAIL), ("554 5.5.1 no", Stage.DATA), ("503 bad sequence", Stage.RCPT)],
)
def test_a_server_that_refuses_us_holds_the_issue_and_costs_no_reader_anything(issue, reply, stage):
    deliver_all(Answering(ada=(reply, stage)))

    issue.refresh_from_db()
    assert (issue.state, issue.hold_reason) == ("held", "route_refuses")
    assert issue.hold_detail == f"The next server said: {reply}"
    assert Throttle.objects.closed().get(group="").why == reply
    assert Delivery.objects.filter(subscription__subscriber__email_key__startswith="ada").values_list(
        "state", "attempts"
    ).get() == ("pending", 0)
    assert Suppression.objects.count() == 1


def test_the_straight_path_writes_no_line(issue):
    deliver_all(MemoryTransport())

    assert DeliveryEvent.objects.count() == 0


class Closed(MemoryTransport):
    def offer(self, messages, *, mark):  # noqa: ARG002 - the shape of a transport
        next(iter(messages))
        raise RouteFailed("nobody there")
        yield


def test_a_closed_route_burns_nothing(issue):
    with pytest.raises(RouteFailed):
        deliver_all(Closed())

    assert set(Delivery.objects.values_list("state", "attempts", "lease_token")) == {("pending", 0, None)}


class Vanishing(MemoryTransport):
    """Marks, and is gone before it says what became of it."""

    def offer(self, messages, *, mark):
        mark([next(iter(messages))])
        raise RouteFailed("gone")
        yield


def test_a_mark_without_a_receipt_is_uncertain(issue):
    with pytest.raises(RouteFailed):
        deliver_all(Vanishing())

    assert states(issue) == {"ada": "uncertain no_answer", "esra": "pending"}


def test_a_sender_that_stops_gives_the_rest_back(issue):
    transport = MemoryTransport()

    deliver(transport=transport, run="a", limit=10, stopping=lambda: bool(transport.kept))

    assert states(issue) == {"ada": "handed_over", "esra": "pending"}


def test_a_mark_that_took_too_long_is_taken_back(issue, monkeypatch):
    monkeypatch.setattr(gate, "OLD_S", -1.0)

    transport = deliver_all(MemoryTransport())

    assert transport.kept == []
    assert set(states(issue).values()) == {"pending"}
    assert set(DeliveryEvent.objects.values_list("from_state", "to_state")) == {("marked", "pending")}


def test_a_late_yes_with_the_same_ticket_settles_the_doubt(issue):
    from newsletter.pipeline.record import record_receipts

    deliver_all(Answering(ada=("", Stage.DOT)))
    row = Delivery.objects.get(state="uncertain")
    Delivery.objects.filter(state="handed_over").update(not_before=Now())
    claim = claim_of(row)
    record_receipts([(claim, Receipt(delivery_id=str(row.public_id), code=250))])

    assert states(issue)["ada"] == "handed_over"
    assert DeliveryEvent.objects.filter(from_state="uncertain", to_state="handed_over").count() == 1


def claim_of(row):
    from newsletter.pipeline.claim import _rows, _with_reader

    (claim,) = _with_reader(_rows(Delivery.objects.filter(pk=row.pk)))
    return replace(claim, ticket=replace(claim.ticket, run=row.lease_token, claims=row.claims))


def test_an_answer_with_an_old_ticket_is_remembered_and_moves_nothing(issue):
    from newsletter.pipeline.record import record_receipts

    row = Delivery.objects.first()
    Delivery.objects.filter(pk=row.pk).update(state="claimed", lease_token="b", lease_until=Now(), claims=2)
    row.lease_token, row.claims = "a", 1
    record_receipts([(claim_of(row), Receipt(delivery_id=str(row.public_id), code=250))])

    row.refresh_from_db()
    assert (row.state, row.lease_token) == ("claimed", "b")
    assert DeliveryEvent.objects.get().evidence["moved"] is False


def test_a_letter_that_was_altered_holds_its_issue(issue):
    Delivery.objects.update(compiled=altered_copy(issue.compiled))

    transport = deliver_all(MemoryTransport())

    issue.refresh_from_db()
    assert transport.kept == []
    assert (issue.state, issue.hold_reason) == (State.HELD, HoldReason.ALTERED)
    assert set(states(issue).values()) == {"pending"}


def test_a_test_goes_to_staff_and_stands_beside_the_account(cast, issue, django_user_model):
    from newsletter.send import try_out

    mara = django_user_model.objects.create_user("mara", "mara@example.org", "a long password", first_name="Mara")
    Issue.objects.move(issue.pk, Event.PAUSE)
    try_out(frozen_letter(issue, kind="test"), to=mara)

    transport = deliver_all(MemoryTransport())

    assert [message.envelope_to for message in transport.kept] == ["mara@example.org"]
    assert Delivery.objects.of_issue(issue.pk).count() == 2


@pytest.mark.django_db(transaction=True)
def test_receipts_outlive_a_database_that_is_away(cast, issue, monkeypatch):
    """A database crash alone costs no certainty: the receipts stay in memory until they can be written."""
    from newsletter.pipeline.record import record_receipts

    away = [OperationalError("gone"), OperationalError("still gone")]

    def record(heard):
        if heard and away:
            raise away.pop()
        record_receipts(heard)

    monkeypatch.setattr(gate, "RETRY_S", 0.0)
    monkeypatch.setattr("newsletter.send.record_receipts", record)
    transport = deliver_all(MemoryTransport())
    sweep()

    assert len(transport.kept) == 1
    assert states(issue) == {"ada": "handed_over", "esra": "pending"}


class Watching(MemoryTransport):
    """Lets the leases come near their end, and looks at them when the next message is at the gate."""

    def __init__(self):
        super().__init__()
        self.left = []

    def offer(self, messages, *, mark):
        def watched(waiting):
            leases = Delivery.objects.filter(state="claimed").values_list("lease_until", flat=True)
            self.left.append(max(leases) - database_now())
            leases.update(lease_until=Now() + timedelta(seconds=5))
            return mark(waiting)

        yield from super().offer(messages, mark=watched)


def test_claims_that_wait_long_for_the_gate_keep_their_lease(issue, monkeypatch):
    monkeypatch.setattr(gate, "RENEW_S", -1.0)

    _, second = deliver_all(Watching()).left

    assert second > timedelta(seconds=30)
