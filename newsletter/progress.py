"""How far an issue is: the account as one moment of the database shows it, its pace, and what it waits for."""

from dataclasses import replace

from django.core.cache import cache
from django.db.models import Count, Max, Min

from cms.clock import database_now
from newsletter.conf import conf
from newsletter.core.delivery_state import Cause, Reason
from newsletter.core.delivery_words import REASONS
from newsletter.core.issue_state import Event, State
from newsletter.core.progress import MEASURED_S, Progress, Receiver
from newsletter.core.raw_replies import most_frequent
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
LOOKED_AT = 1_000  # refusals: enough to know which are frequent
LATELY_S = 2  # for pages that look again and again: a million rows are not counted for each pair of eyes


def progress(issue_id: int) -> Progress:
    """The account of an issue as one moment of the database shows it."""
    issue = Issue.objects.get(pk=issue_id)
    rows = Delivery.objects.of_issue(issue_id)
    return replace(
        account(issue),
        rate=_rate(rows),
        waits_for=_waits_for(issue, rows),
        last_trouble=_last_trouble(issue_id),
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


def _rate(rows) -> float:
    """Messages per second in the last minute, once there were three different seconds."""
    recent = rows.handed_over_within(MEASURED_S)
    seen = recent.aggregate(n=Count("pk"), first=Min("ended_at"), last=Max("ended_at"))
    span = (seen["last"] - seen["first"]).total_seconds() if seen["n"] else 0
    return seen["n"] / span if span >= 3 else 0.0


def _last_trouble(issue_id: int) -> str:
    """The latest answer that was no yes, as it was said, and what it means."""
    lines = DeliveryEvent.objects.filter(delivery__issue=issue_id, cause=Cause.SENDER).select_related("delivery")
    row = lines.exclude(delivery__smtp_code=None).order_by("-pk").first()
    if row is None:
        return ""
    told = row.delivery
    meaning = REASONS[Reason(told.reason)] if told.reason else "It is tried again later."
    return f"{told.reply or told.smtp_code}: {meaning}"


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
