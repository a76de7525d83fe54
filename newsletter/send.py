"""How an issue reaches its readers. Read from top to bottom."""

import time
from collections.abc import Callable
from functools import partial

from cms.clock import Now
from cms.database import AWAY
from newsletter.core.appetite import Appetite
from newsletter.core.holds import Hold
from newsletter.core.tickets import Claim
from newsletter.models import CompiledIssue, Delivery, Issue
from newsletter.pipeline.account import begin_handing_over
from newsletter.pipeline.break_issues import break_issues
from newsletter.pipeline.build import Stock
from newsletter.pipeline.claim import Patience, claim_deliveries, renew_claims
from newsletter.pipeline.expand import Recheck, claim_issue, expand_audience
from newsletter.pipeline.hand_over import hand_over
from newsletter.pipeline.personalize import Press
from newsletter.pipeline.plan_test import plan_test
from newsletter.pipeline.record import record_receipts
from newsletter.pipeline.repeat import repeat_own_messages
from newsletter.pipeline.set_aside import set_aside
from newsletter.pipeline.sweep import (
    doubt_lost_marks,
    finish_issues,
    give_up,
    hold_issues_without_senders,
    presume_old_doubts,
    reopen_issues,
    return_lost_claims,
    withdraw_cancelled,
)
from newsletter.transports.base import Transport


def start(issue_id: int, *, recheck: Recheck) -> None:
    """At its time, once: claim the issue, write one delivery per recipient, account for everyone.

    `recheck` asks the stop checks a last time and says why the issue must not leave, if so.
    """
    claim_issue(issue_id, recheck=recheck)  # compare-and-set; "already started" is a normal answer
    expand_audience(issue_id)  # chunked, resumable
    begin_handing_over(issue_id)  # candidates == recipients + exclusions, or the issue is held


def start_due(*, recheck: Recheck) -> None:
    """Every issue whose time has come, and every one whose expansion was interrupted; none waits for one that fails."""
    for issue_id in [*_ids(Issue.objects.due(Now())), *_ids(Issue.objects.preparing())]:
        try:
            start(issue_id, recheck=recheck)
        except AWAY:
            raise  # the database is not there, which is no issue's fault
        except Exception as failure:  # noqa: BLE001 - whatever one issue raises, the others leave in time
            set_aside(issue_id, failure)


def deliver(*, transport: Transport, run: str, limit: int, stopping: Callable[[], bool] = lambda: False) -> int:
    """As often as wished, by as many senders as wished: offer each message once, keep each receipt. Says how many.

    `run` is the random name of this run of a sender; `limit` is how many are claimed at most. Raises RouteFailed.
    """
    batches = iter([limit])
    return _hand_over(lambda: _claimed(next(batches, 0), run), transport=transport, run=run, stopping=stopping)


def keep_delivering(
    *, transport: Transport, run: str, stopping: Callable[[], bool], patience: Patience | None = None
) -> int:
    """Claim and deliver until nothing is due any more: connections stay full from one claim to the next. Says how many.

    Each claim is about half a second's work, so that what people wait for overtakes an issue. `patience` hears how
    long a limit of pace keeps the rest back. Raises RouteFailed.
    """
    appetite = Appetite()
    return _hand_over(
        lambda: _claimed(appetite.next(time.monotonic()), run, patience),
        transport=transport,
        run=run,
        stopping=stopping,
    )


def sweep() -> None:
    """What a dead sender left: unmarked claims return to the queue, marked ones become uncertain; then what is over."""
    return_lost_claims()
    doubt_lost_marks()
    repeat_own_messages()
    give_up()
    presume_old_doubts()
    withdraw_cancelled()
    reopen_issues()
    break_issues()
    hold_issues_without_senders()
    finish_issues()


def hold_running(hold: Hold) -> None:
    """Every issue that is leaving waits for a person: the route is closed to all of them."""
    for issue_id in _ids(Issue.objects.running()):
        Issue.objects.hold(issue_id, hold)


def try_out(frozen: CompiledIssue, *, to) -> Delivery:
    """One test of a frozen letter to a person who logs in; it leaves with the next claim. Raises AddressRefused."""
    return plan_test(frozen, to=to)


def _claimed(limit: int, run: str, patience: Patience | None = None) -> list[Claim]:
    return claim_deliveries(limit, run=run, patience=patience) if limit else []  # committed before any network


def _hand_over(
    claim: Callable[[], list[Claim]], *, transport: Transport, run: str, stopping: Callable[[], bool]
) -> int:
    stock = Stock(claim, personalize=Press().personalize, stopping=stopping)
    hand_over(stock, transport=transport, record=record_receipts, renew=partial(renew_claims, run))
    return stock.count


def _ids(issues) -> list[int]:
    return list(issues.values_list("pk", flat=True))
