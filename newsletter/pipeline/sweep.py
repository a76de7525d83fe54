"""What a dead sender left, what ran out of time, what is finished: a few compare-and-sets on the database's clock."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from cms.clock import Now, database_now
from newsletter.core.backoff import next_try
from newsletter.core.delivery_state import Cause, Event, Reason, Resolution, State
from newsletter.core.delivery_words import told_aside
from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event as IssueMove, HoldReason, State as IssueState
from newsletter.models import Delivery, Issue
from newsletter.models.delivery_rows import AT_ONCE

PRESUMED_AFTER = timedelta(hours=72)
LOOKED_BACK = timedelta(days=30)  # for issues that are over: nothing of them is tried for as long as that

_STILL_OPEN = Delivery.objects.of_issue(OuterRef("pk")).open()


def return_lost_claims() -> None:
    """Claims whose sender is gone go back into the queue; nothing had been handed over. The fifth sets one aside."""
    one_more = {"lost_claims": F("lost_claims") + 1}
    with transaction.atomic():
        over = Delivery.objects.lease_over()
        _spread(over.shift(Event.LOSE_LEASE, before=State.CLAIMED, cause=Cause.SWEEP, **one_more))


def _spread(ids: list[int]) -> None:
    """From the second time on they wait apart: so one letter that ends its senders soon loses its company."""
    rows = list(Delivery.objects.filter(pk__in=ids, lost_claims__gt=1).only("public_id", "lost_claims"))
    now = database_now()
    for row in rows:
        row.not_before = next_try(now, attempts=row.lost_claims - 1, delivery_id=str(row.public_id))
    Delivery.objects.bulk_update(rows, ["not_before"], batch_size=AT_ONCE)


def doubt_lost_marks() -> None:
    """A mark whose sender is gone: it may have arrived, so it is never offered again by itself."""
    over = Delivery.objects.lease_over()
    over.shift(Event.LOSE_LEASE, before=State.MARKED, cause=Cause.SWEEP, reason=Reason.SENDER_GONE)


def give_up() -> None:
    """The next server kept saying "later" until the time for trying was over, or no sender lived to ask it."""
    late = Delivery.objects.out_of_time()
    asked_nobody = {"before": State.PENDING, "cause": Cause.SWEEP, "reason": Reason.UNCLAIMABLE}
    late.set_aside().shift(Event.RUN_OUT_OF_TIME, **asked_nobody)
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


def hold_issues_without_senders() -> None:
    """An issue of which only letters that were set aside are left waits for a person: nobody was asked to take them."""
    for issue_id in Issue.objects.running().values_list("pk", flat=True):
        rows = Delivery.objects.of_issue(issue_id)
        if (aside := rows.set_aside().count()) and rows.open().count() == aside:
            Issue.objects.hold(issue_id, Hold(reason=HoldReason.SENDERS_LOST, detail=told_aside(aside)))


def withdraw_cancelled() -> None:
    """What a cancelled issue still had in the queue: whoever cancelled it was not kept waiting for a long list."""
    line = {"before": State.PENDING, "cause": Cause.SWEEP, "reason": Reason.ISSUE_CANCELLED}
    for issue_id in _over_with_open(IssueState.CANCELLED):
        while Delivery.objects.of_issue(issue_id).shift(Event.WITHDRAW, **line):
            pass


def reopen_issues() -> None:
    """An issue that was over has an open delivery again: its server said "later" long after it had been given up."""
    for issue_id in _over_with_open(IssueState.HANDED_OVER):
        Issue.objects.move(issue_id, IssueMove.REOPEN, finished_at=None)


def finish_issues() -> None:
    """An issue without an open delivery is handed over."""
    for issue_id in Issue.objects.running().filter(~Exists(_STILL_OPEN)).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again once the issue is ours: a person may have offered a delivery anew while we waited for it.
            Issue.objects.running().locked(issue_id)
            if not Delivery.objects.of_issue(issue_id).open().exists():
                Issue.objects.move(issue_id, IssueMove.FINISH, finished_at=Now())


def _over_with_open(state: IssueState) -> list[int]:
    over = Issue.objects.filter(state=state, finished_at__gt=Now() - LOOKED_BACK)
    return list(over.filter(Exists(_STILL_OPEN)).values_list("pk", flat=True))
