"""Senders, sweeps and people in any order, on the real ledger: the promises hold after every step.

LEDGER_STEPS=100000 tries as many steps; without it a few hundred are tried.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cms.clock import Now
from newsletter.core.delivery_state import Cause, Event, State
from newsletter.core.receipts import Receipt, Stage
from newsletter.issues import cancel, pause, resume
from newsletter.models import Delivery, Exclusion, Issue, Subscription
from newsletter.models.gate import mark_deliveries
from newsletter.pipeline.claim import claim_deliveries
from newsletter.pipeline.record import record_receipts
from newsletter.send import start, sweep
from tests.cast import build_cast
from tests.factories import due_issue, unasked

STEPS_AT_ONCE = 50
STEPS = int(os.environ.get("LEDGER_STEPS", "600"))
READERS = 6
CONNECTIONS = 3
SENDERS = st.integers(0, 2)
ANSWERS = st.sampled_from([250, 250, 451, 550, 0])  # 0 is silence: what became of it is drawn apart


@dataclass
class Sender:
    """What one process holds in memory; it is gone with the process."""

    run: str
    claims: list = field(default_factory=list)
    marked: dict = field(default_factory=dict)  # slot -> claim
    heard: list = field(default_factory=list)


class Ledger(RuleBasedStateMachine):
    """Three senders with up to three connections each, a next server that remembers, and one issue."""

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        cast = build_cast()
        for number in range(READERS - 2):
            cast.add_reader(f"reader{number}")
        self.issue = due_issue(cast.newsletter)
        start(self.issue.pk, recheck=unasked)
        self.runs = 0
        self.accepted = Counter()
        self.senders = [self._born() for _ in range(3)]

    def teardown(self):
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def _born(self):
        self.runs += 1
        return Sender(run=f"run-{self.runs}")

    @rule(at=SENDERS, code=ANSWERS, arrived=st.booleans(), is_told=st.booleans())
    def hand_over(self, at, code, arrived, is_told):
        """Claim, pass the gate, write the dot; the answer is heard, and maybe written down at once."""
        sender = self.senders[at]
        sender.claims = sender.claims or claim_deliveries(2, run=sender.run)
        slot = next((number for number in range(CONNECTIONS) if number not in sender.marked), None)
        if not sender.claims or slot is None:
            return
        claim = sender.claims.pop(0)
        if mark_deliveries([claim], slots=[slot]):
            sender.marked[slot] = claim
            self._dot(sender, claim, code, arrived)
            if is_told:
                self.record(at)

    def _dot(self, sender, claim, code, arrived):
        if code == 250 or (code == 0 and arrived):
            self.accepted[claim.ticket.delivery] += 1
        sender.heard.append((claim, Receipt(delivery_id=claim.public_id, stage=Stage.DOT, code=code)))

    @rule(at=SENDERS)
    def claim(self, at):
        self.senders[at].claims += claim_deliveries(2, run=self.senders[at].run)

    @rule(at=SENDERS)
    def record(self, at):
        """A connection comes to the gate again only when the receipt of its last message is written."""
        sender = self.senders[at]
        record_receipts(sender.heard)
        sender.heard.clear()
        sender.marked.clear()

    @rule(at=SENDERS, code=st.sampled_from([0, 421, 550]))
    def end_before_the_dot(self, at, code):
        sender = self.senders[at]
        if sender.claims:
            claim = sender.claims.pop(0)
            record_receipts([(claim, Receipt(delivery_id=claim.public_id, stage=Stage.RCPT, code=code))])

    @rule(at=SENDERS)
    def mark_and_take_back(self, at):
        """T16: marked, and the same living sender knows that no dot was written."""
        sender = self.senders[at]
        free = [number for number in range(CONNECTIONS) if number not in sender.marked]
        if sender.claims and free:
            claim = sender.claims.pop(0)
            mark_deliveries([claim], slots=[free[0]])
            Delivery.objects.with_ticket(claim.ticket).shift(Event.TAKE_BACK, before=State.MARKED, cause=Cause.SENDER)

    @rule(at=SENDERS)
    def die(self, at):
        self.senders[at] = self._born()

    @rule(leases=st.booleans())
    def time_passes(self, leases):
        """Retries are due; or so much of it that every lease is over, of the dead and of those that were stopped."""
        long_ago = Now() - timedelta(seconds=1)
        if leases:
            Delivery.objects.filter(state__in=["claimed", "marked"]).update(lease_until=long_ago)
        sweep()
        Delivery.objects.filter(state="pending").update(not_before=long_ago)

    @rule(act=st.sampled_from(["pause", "resume", "resume", "rest", "return", "cancel"]), chance=st.integers(0, 15))
    def somebody_acts(self, act, chance):
        if act in {"rest", "return"}:
            row = Subscription.objects.filter(state__in=["active", "paused"]).order_by("pk")[chance % READERS]
            Subscription.objects.filter(pk=row.pk).update(state="paused" if act == "rest" else "active")
            return
        may = {"pause": ["handing_over"], "resume": ["paused"], "cancel": ["handing_over", "paused"][: not chance]}
        if Issue.objects.get(pk=self.issue.pk).state in may[act]:
            {"pause": pause, "resume": resume, "cancel": cancel}[act](self.issue.pk, by=None)

    @invariant()
    def the_sums_match(self):
        issue = Issue.objects.get(pk=self.issue.pk)
        counts = Delivery.objects.of_issue(issue.pk).counts()

        assert sum(counts.values()) + Exclusion.objects.filter(issue=issue).count() == issue.candidates

    @invariant()
    def nothing_arrived_twice(self):
        assert not [pk for pk, times in self.accepted.items() if times > 1]

    @invariant()
    def what_is_handed_over_has_arrived(self):
        handed_over = Delivery.objects.filter(state=State.HANDED_OVER).values_list("pk", flat=True)

        assert set(handed_over) <= set(self.accepted)

    @invariant()
    def what_arrived_is_in_hand_handed_over_or_in_doubt(self):
        arrived = [pk for pk, times in self.accepted.items() if times]
        states = set(Delivery.objects.filter(pk__in=arrived).values_list("state", flat=True))

        assert states <= {State.MARKED, State.HANDED_OVER, State.UNCERTAIN}

    @invariant()
    def each_connection_has_one_mark(self):
        marks = Delivery.objects.filter(state=State.MARKED).order_by().values("lease_token", "slot")

        assert not marks.annotate(n=Count("pk")).filter(n__gt=1)


@pytest.mark.django_db
def test_the_ledger_keeps_its_promises_in_any_order():
    profile = settings(settings.default, max_examples=max(1, STEPS // STEPS_AT_ONCE), stateful_step_count=STEPS_AT_ONCE)

    run_state_machine_as_test(Ledger, settings=profile)
