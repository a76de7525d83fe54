"""How far an issue is: the account as one moment of the database shows it, its pace, and what it waits for."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, F, Max, Min

from cms.clock import database_now
from newsletter.conf import conf
from newsletter.core.delivery_state import OPEN, Cause, Reason, State as DeliveryState
from newsletter.core.delivery_words import REASONS
from newsletter.core.issue_state import Event, State
from newsletter.core.progress import MEASURED_S, Progress
from newsletter.core.raw_replies import most_frequent
from newsletter.core.time_left import Receiver, ToCome
from newsletter.models import (
    Delivery,
    DeliveryEvent,
    Exclusion,
    Issue,
    IssueEvent,
    SendingSwitch,
    Throttle,
    WarmUpDay,
)

MOST_RECEIVERS = 10
MOST_TO_COME = 100  # groups: the smaller ones do not decide how long it takes
GROWS = "gets the rest on another day, because the sending domain is new"
TROUBLED = sorted(OPEN | {DeliveryState.REFUSED, DeliveryState.FAILED})
LOOKED_AT = 1_000  # refusals: enough to know which are frequent
LATELY_S = 2  # for pages that look again and again: a million rows are not counted for each pair of eyes


def progress(issue_id: int) -> Progress:
    """The account of an issue as one moment of the database shows it."""
    issue, now = Issue.objects.get(pk=issue_id), database_now()
    rows, window_s = Delivery.objects.of_issue(issue_id), _window_s(issue, now)
    return replace(
        account(issue),
        rate=_rate(rows, window_s),
        window_s=window_s,
        to_come=_to_come(rows, window_s, now),
        stopped=_stopped(issue),
        waits_for=_waits_for(issue, rows),
        last_trouble=_last_trouble(rows),
        set_aside=rows.set_aside().count(),
        restored=rows.uncertain().filter(reason=Reason.RESTORED).count(),
        refusals=most_frequent(rows.refused()[:LOOKED_AT]),
        receivers=tuple(Receiver(**row) for row in rows.by_receiver(seconds=MEASURED_S)[:MOST_RECEIVERS]),
    )


def progress_lately(issue: Issue) -> Progress:
    """The same account at most two seconds old, counted once for all who watch; a new state is seen at once."""
    return cache.get_or_set(f"progress-{issue.pk}-{issue.state}", lambda: progress(issue.pk), LATELY_S)


def account(issue: Issue) -> Progress:
    """The counts alone, for lists."""
    reasons = Exclusion.objects.filter(issue=issue).order_by().values_list("reason").annotate(Count("pk"))
    by_state, exclusions = Delivery.objects.of_issue(issue.pk).counts(), dict(reasons)
    written = sum(by_state.values()) + sum(exclusions.values())
    return Progress(
        # While the audience is being written the rows themselves are the account so far.
        candidates=written if issue.state == State.PREPARING or issue.candidates is None else issue.candidates,
        by_state=by_state,
        exclusions=exclusions,
    )


def _window_s(issue: Issue, now: datetime) -> float:
    """A minute, or less where letters began to leave (again) less than a minute ago."""
    began = IssueEvent.objects.filter(issue=issue, to_state=State.HANDING_OVER).last()
    since = (now - began.at).total_seconds() if began else MEASURED_S
    return min(MEASURED_S, max(since, 1.0))


def _rate(rows, window_s: float) -> float:
    """Messages per second since then, once they left in three different seconds."""
    recent = rows.handed_over_within(window_s)
    seen = recent.aggregate(n=Count("pk"), first=Min("ended_at"), last=Max("ended_at"))
    span = (seen["last"] - seen["first"]).total_seconds() if seen["n"] else 0
    return seen["n"] / window_s if span >= 3 else 0.0


def _to_come(rows, window_s: float, now: datetime) -> tuple[ToCome, ...]:
    """The groups of mailboxes that most letters still go to, with what keeps them back."""
    closed = {row.group: f"says later until {row.closed_until:%H:%M} UTC" for row in Throttle.objects.closed()}
    left = _left_today(now)
    groups = []
    for row in rows.to_come_by_receiver(seconds=window_s)[:MOST_TO_COME]:
        next_at, waiting = row.pop("next_at"), row.pop("waiting")
        off = {"next_try": f"{next_at:%H:%M} UTC", "wait_s": (next_at - now).total_seconds()} if next_at > now else {}
        tomorrow = GROWS if waiting > left(row["name"]) else ""
        groups.append(ToCome(**row, **off, kept_back=closed.get(row["name"]) or tomorrow))
    return tuple(groups)


def _left_today(now: datetime) -> Callable[[str], float]:
    """How many letters a group of mailboxes may still get today, by its name: a new domain begins small."""
    warm_up = conf().warm_up
    budget = warm_up.budget(now.date()) if warm_up else None
    if budget is None:
        return lambda _: math.inf
    taken = dict(WarmUpDay.objects.filter(day=now.date()).values_list("group", "taken"))
    return lambda group: budget - taken.get(group, 0)


def _stopped(issue: Issue) -> str:
    """Why no letter leaves to anyone, in a few words; empty while they may."""
    if issue.state in {State.PAUSED, State.HELD}:
        return f"it is {issue.state}"
    if SendingSwitch.objects.off().exists():
        return "sending is switched off"
    closed = Throttle.objects.closed().filter(group="").order_by("closed_until").last()
    return f"the next server says later until {closed.closed_until:%H:%M} UTC" if closed else ""


def _last_trouble(rows) -> str:
    """The latest answer that was no yes, as it was said, and what it means; of letters that left since, none."""
    troubled = rows.filter(state__in=TROUBLED)
    lines = DeliveryEvent.objects.filter(delivery__in=troubled, cause=Cause.SENDER, evidence__code__gte=400)
    line = lines.exclude(from_state=F("to_state")).select_related("delivery").order_by("-pk").first()
    if line is None:
        return ""
    code, reason = str(line.evidence["code"]), line.delivery.reason
    reply = line.evidence.get("reply", code)
    said = reply if reply.startswith(code) else f"{code} {reply}"
    return f"{said}: {REASONS[Reason(reason)] if reason else 'It is tried again later.'}"


def _waits_for(issue: Issue, rows) -> str:
    if issue.state == State.PAUSED:
        return _paused_by(issue)
    if issue.state == State.HELD:
        return issue.hold_detail or issue.get_hold_reason_display()
    if issue.state == State.HANDING_OVER and (switch := SendingSwitch.objects.off().first()):
        return switch.words
    if issue.state == State.HANDING_OVER and (kept := _kept_back(rows)):
        return kept
    if issue.state == State.HANDING_OVER and not rows.due().exists():
        return _next_try(rows)
    return ""


def _next_try(rows) -> str:
    """When the first of those that wait is offered next, and what they wait for."""
    row = rows.still_tried().order_by("not_before").first()
    if row is None:
        return ""
    why = "A sender ended while it held them" if row.lost_claims else "The next server said later"
    return f"{why}; next try at {row.not_before:%H:%M} UTC."


def _kept_back(rows) -> str:
    """What a closed route, closed receivers or a warm-up keep back, in sentences."""
    closed = list(Throttle.objects.closed().order_by("group", "route"))
    waiting = set(rows.filter(state="pending").order_by().values_list("receiver", flat=True).distinct())
    words = [
        f"{row.who_is_slow} says later until {row.closed_until:%H:%M} UTC: {row.why}."
        for row in closed
        if not row.group or row.group in waiting
    ]
    warm_up, today = conf().warm_up, database_now().date()
    budget = warm_up.budget(today) if warm_up else None
    if budget is not None:
        spent = WarmUpDay.objects.filter(day=today, taken__gte=budget, group__in=waiting).order_by("group")
        if names := ", ".join(spent.values_list("group", flat=True)):
            words.append(f"The sending domain is new: {names} had {budget:,} letters today; the rest goes on tomorrow.")
    return " ".join(words)


def _paused_by(issue: Issue) -> str:
    line = IssueEvent.objects.filter(issue=issue, event=Event.PAUSE).select_related("actor").last()
    if line is None:
        return "Paused."
    who = f" by {line.actor}" if line.actor else ""
    return f"Paused{who} at {line.at:%H:%M} UTC."
