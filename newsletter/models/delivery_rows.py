"""What is asked of the ledger, and how its rows move: the ways of many deliveries at once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, F, Min, Q

from cms.clock import Now
from newsletter.core.delivery_state import ENDS, OPEN, Cause, Event, Outcome, Reason, State, after
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import OWN, Purpose
from newsletter.core.tickets import Ticket
from newsletter.models.events import DeliveryEvent

PATIENT = Q(issue__isnull=False) | Q(purpose=Purpose.PART)
"""Letters that a limit of pace may keep back for days: as long as nobody has said "later", none of them gives up."""
URGENT = Q(issue__isnull=True) | Q(purpose=Purpose.TEST)
UUID_BYTES = 16
MOST_LOST_CLAIMS = 5  # then a person looks first: a message that ends its senders must not go round for ever
AT_ONCE = 1_000  # rows that one transaction moves, so that nobody waits long behind it


class DeliveryQuerySet(models.QuerySet):
    def due(self):
        """Pending, and their moment has come; one whose time for trying is over is left to the sweep."""
        in_time = Q(give_up_at__isnull=True) | Q(give_up_at__gt=Now()) | (Q(attempts=0) & PATIENT)
        return self.still_tried().filter(in_time, not_before__lte=Now())

    def still_tried(self):
        """Pending, and a sender takes them once their moment has come."""
        return self.filter(state=State.PENDING, lost_claims__lt=MOST_LOST_CLAIMS)

    def set_aside(self):
        """Never offered: sender after sender ended while it held them. No sender takes them until a person has looked.

        Their senders' ends say nothing of the letter, so they stay pending and never fail by themselves.
        """
        return self.filter(state=State.PENDING, lost_claims__gte=MOST_LOST_CLAIMS)

    def urgent(self):
        """Those that belong to no running issue: people wait for them."""
        return self.filter(URGENT).order_by("priority", "not_before", "pk")

    def of_issue(self, issue_id: int):
        """The deliveries that an issue answers for; tests of it are none of them."""
        return self.filter(issue_id=issue_id).exclude(purpose=Purpose.TEST)

    def to_single_readers(self):
        """Those that no issue answers for and that still help: parts by mail, and messages whose link still opens."""
        ours = Q(purpose__in=sorted(OWN), addressee__isnull=False)
        live = Q(addressee__link=None) | Q(addressee__link__expires_at__gt=Now())
        return self.filter(Q(purpose=Purpose.PART) | (ours & live), issue=None)

    def answered_for_by(self, issue_id: int | None):
        """The deliveries that an issue answers for; with None those that no issue does."""
        return self.to_single_readers() if issue_id is None else self.of_issue(issue_id)

    def open(self):
        return self.filter(state__in=sorted(OPEN))

    def lease_over(self):
        return self.filter(lease_until__lt=Now())

    def out_of_time(self):
        """Told "later" for too long; an issue that waits for a person does not lose its readers."""
        waits = Q(issue__state__in=[IssueState.PAUSED, IssueState.HELD])
        lost = Q(lost_claims__gte=MOST_LOST_CLAIMS)
        tried = Q(attempts__gt=0) | ~PATIENT | (URGENT & lost)
        return self.filter(tried, give_up_at__lt=Now()).exclude(waits).exclude(lost & ~URGENT)

    def uncertain(self):
        """Asked, and heard nothing; also those that were settled as they are."""
        return self.filter(state=State.UNCERTAIN)

    def worth_another_try(self):
        """Ended by a definite no, for another reason than that the address does not exist.

        A part is none of them: its course offers it again by itself, as a delivery of its own.
        """
        ended = self.filter(state__in=[State.REFUSED, State.FAILED])
        return ended.exclude(reason=Reason.HARD).exclude(purpose=Purpose.PART)

    def refused(self):
        """(raw reply, reason) of those that the next server would not take, newest first."""
        return self.filter(state=State.REFUSED).order_by("-pk").values_list("reply", "reason")

    def answers(self, *, since: datetime | None) -> dict:
        """What a breaker judges by: how many ended well and badly, and what was heard of them, since then or ever."""
        ended, heard = (self.filter(**{f"{name}__gt": since}) if since else self for name in ("ended_at", "outcome_at"))
        refused = dict(ended.filter(state=State.REFUSED).order_by().values_list("reason").annotate(Count("pk")))
        told = heard.filter(outcome__in=[Outcome.BOUNCED, Outcome.COMPLAINED]).order_by()
        news = list(told.values_list("outcome", "outcome_reason").annotate(Count("pk")))
        return {
            "handed_over": ended.filter(state=State.HANDED_OVER).count() if refused or news else 0,
            "refused": refused,
            "bounced": {reason: count for outcome, reason, count in news if outcome == Outcome.BOUNCED},
            "complaints": sum(count for outcome, _, count in news if outcome == Outcome.COMPLAINED),
        }

    def handed_over_within(self, seconds: float):
        return self.filter(state=State.HANDED_OVER, ended_at__gt=Now() - timedelta(seconds=seconds))

    def named(self, first_bytes: bytes):
        """The delivery whose random public id begins so: what the tokens of a letter and its return path name."""
        lowest = first_bytes.ljust(UUID_BYTES, b"\x00")
        highest = first_bytes.ljust(UUID_BYTES, b"\xff")
        return self.filter(public_id__range=(UUID(bytes=lowest), UUID(bytes=highest)))

    def with_ticket(self, ticket: Ticket):
        """The delivery, as long as the claim is still this sender's."""
        return self.filter(pk=ticket.delivery, lease_token=ticket.run, claims=ticket.claims)

    def shift(self, event: Event, *, before: State, cause: Cause, reason: str = "", **kept) -> list[int]:
        """Those in `before`, at most 1,000, go where the event leads, each with its line; says which ones.

        `kept` may hold `actor` and `evidence` for the line; the rest is written to the rows.
        """
        to = after(before, event)
        line = {"actor": kept.pop("actor", None), "evidence": {"event": event.value, **kept.pop("evidence", {})}}
        if to is None:
            raise ValueError(f"No move leads from {before} by {event}.")
        with transaction.atomic():
            rows = self.filter(state=before).order_by("pk").select_for_update(of=("self",))
            ids = list(rows.values_list("pk", flat=True)[:AT_ONCE])
            self.model.objects.filter(pk__in=ids).update(state=to, reason=reason, **arrival(before, to), **kept)
            lines = (DeliveryEvent(delivery_id=pk, from_state=before, to_state=to, cause=cause, **line) for pk in ids)
            DeliveryEvent.objects.bulk_create(lines)
        return ids

    def by_receiver(self, *, seconds: int):
        """For each group of mailboxes the deliveries, those that ended and those handed over lately; largest first."""
        lately = Q(state=State.HANDED_OVER, ended_at__gt=Now() - timedelta(seconds=seconds))
        counts = {"ended": Q(state__in=sorted(ENDS)), "lately": lately, "recipients": None}
        counted = {name: Count("pk", filter=of) for name, of in counts.items()}
        return self.order_by().values(name=F("receiver")).annotate(**counted).order_by("-recipients", "name")

    def to_come_by_receiver(self, *, seconds: float):
        """For each group of mailboxes its letters to come, and how many left lately; most first.

        `waiting` are with no sender yet, and `next_at` is when the first of all may leave. What was set aside comes
        only once a person has looked, so it is not among them.
        """
        lately = Q(state=State.HANDED_OVER, ended_at__gt=Now() - timedelta(seconds=seconds))
        waiting = Q(state=State.PENDING, lost_claims__lt=MOST_LOST_CLAIMS)
        to_come = waiting | Q(state__in=sorted(OPEN - {State.PENDING}))
        counts = {"count": to_come, "waiting": waiting, "lately": lately}
        groups = self.filter(to_come | lately).order_by().values(name=F("receiver"))
        counted = {name: Count("pk", filter=of) for name, of in counts.items()}
        found = groups.annotate(**counted, next_at=Min("not_before", filter=to_come))
        return found.filter(count__gt=0).order_by("-count", "name")

    def by_group(self) -> dict[str, int]:
        """How many deliveries there are for each group of mailboxes."""
        return dict(self.order_by().values_list("receiver").annotate(Count("pk")))

    def counts(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))


def arrival(before: State, to: State) -> dict:
    """What a row's clock and lease say once it is in `to`; an uncertain one keeps its ticket for a late answer."""
    facts: dict = {}
    if to is State.PENDING:
        facts = {"lease_token": None, "lease_until": None, "slot": None, "marked_at": None, "ended_at": None}
    elif to in ENDS and before not in ENDS:
        facts = {"ended_at": Now()}
    return facts
