"""What a dead sender left, what ran out of time, what is finished: a few compare-and-sets on the database's clock."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from newsletter.core.breaker import tripped
from newsletter.core.delivery_state import Cause, Event, Reason, Resolution, State
from newsletter.core.issue_state import Event as IssueMove
from newsletter.models import Delivery, Issue

LAST_CLAIM = 5  # lost leases without any answer: a message that ends its senders must not go round for ever
PRESUMED_AFTER = timedelta(hours=72)


def return_lost_claims() -> None:
    """Claims whose sender is gone go back into the queue, or end with the fifth; nothing had been handed over."""
    over = Delivery.objects.lease_over()
    lost = Count("events", filter=Q(events__cause=Cause.SWEEP, events__from_state=State.CLAIMED))
    often = over.filter(state=State.CLAIMED, attempts=0, claims__gte=LAST_CLAIM).annotate(lost=lost)
    poisoned = list(often.filter(lost__gte=LAST_CLAIM - 1).values_list("pk", flat=True))
    over.filter(pk__in=poisoned).shift(
        Event.LOSE_LAST_CLAIM, before=State.CLAIMED, cause=Cause.SWEEP, reason=Reason.UNCLAIMABLE
    )
    over.shift(Event.LOSE_LEASE, before=State.CLAIMED, cause=Cause.SWEEP)


def doubt_lost_marks() -> None:
    """A mark whose sender is gone: it may have arrived, so it is never offered again by itself."""
    over = Delivery.objects.lease_over()
    over.shift(Event.LOSE_LEASE, before=State.MARKED, cause=Cause.SWEEP, reason=Reason.SENDER_GONE)


def give_up() -> None:
    """The next server kept saying "later" until the time for trying was over."""
    late = Delivery.objects.out_of_time()
    late.shift(Event.RUN_OUT_OF_TIME, before=State.PENDING, cause=Cause.SWEEP, reason=Reason.GAVE_UP)


def presume_old_doubts() -> None:
    """After three days without contrary evidence an uncertain delivery is settled: it probably arrived."""
    old = Delivery.objects.filter(resolution=Resolution.NONE, ended_at__lt=Now() - PRESUMED_AFTER)
    for reason in (Reason.NO_ANSWER, Reason.SENDER_GONE):
        old.filter(reason=reason).shift(
            Event.SETTLE,
            before=State.UNCERTAIN,
            cause=Cause.RULE,
            reason=reason,
            resolution=Resolution.PRESUMED,
            resolved_at=Now(),
        )


def break_circuits() -> None:
    """Issues whose answers say that something is wrong wait for a person."""
    for issue_id in Issue.objects.running().values_list("pk", flat=True):
        rows = Delivery.objects.of_issue(issue_id)
        refused = dict(rows.filter(state=State.REFUSED).order_by().values_list("reason").annotate(Count("pk")))
        handed_over = rows.filter(state=State.HANDED_OVER).count() if refused else 0
        if hold := tripped(handed_over=handed_over, refused=refused):
            Issue.objects.hold(issue_id, hold)


def finish_issues() -> None:
    """An issue without an open delivery is handed over."""
    still_open = Delivery.objects.of_issue(OuterRef("pk")).open()
    done = Issue.objects.filter(~Exists(still_open))
    for issue_id in done.running().values_list("pk", flat=True):
        done.move(issue_id, IssueMove.FINISH, finished_at=Now())
