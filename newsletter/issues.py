"""What a person may do with an issue that has left their desk, and how far it is. Each verb is one compare-and-set."""

from dataclasses import replace
from datetime import date, datetime, time

from django.core.cache import cache
from django.db.models import Count, Max, Min
from django.db.models.functions import Now

from newsletter.core.delivery_state import Cause, Reason
from newsletter.core.delivery_words import REASONS
from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason, State
from newsletter.core.issue_words import HOLD_REASONS
from newsletter.core.moments import moment_of
from newsletter.core.progress import MEASURED_S, Progress, Receiver
from newsletter.models import Delivery, DeliveryEvent, Exclusion, Issue, IssueEvent, SendingSwitch
from newsletter.pipeline.expand import fresh_start
from newsletter.pipeline.recheck import recheck_issue
from newsletter.pipeline.schedule import timed
from newsletter.pipeline.withdraw import withdraw_issue

MOST_RECEIVERS = 10
LATELY_S = 2  # for pages that look again and again: a million rows are not counted for each pair of eyes


class IssueRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The issue is not where this can be done; the message is meant for the person who asked."""


def unschedule(issue_id: int, *, by, why: str = "") -> None:
    """A scheduled issue becomes a draft again; its frozen copy stays and is no longer used. Raises IssueRefused."""
    moved = Issue.objects.move(issue_id, Event.UNSCHEDULE, by=by, why=why, compiled=None, send_at=None)
    _moved(moved, "This issue is not waiting for its time any more, so it cannot be unscheduled.")


def pause(issue_id: int, *, by, why: str = "") -> None:
    """Nothing more leaves until a person resumes it, but what was marked already. Raises IssueRefused."""
    _moved(Issue.objects.move(issue_id, Event.PAUSE, by=by, why=why), "Only an issue that is leaving can be paused.")


def resume(issue_id: int, *, by, why: str = "") -> None:
    """It goes on where it stopped; nothing is recalculated. Raises IssueRefused."""
    _moved(Issue.objects.move(issue_id, Event.RESUME, by=by, why=why), "This issue is not paused.")


def cancel(issue_id: int, *, by, why: str = "") -> Progress:
    """Stopped for good; says what had left. Raises IssueRefused."""
    moved = Issue.objects.move(issue_id, Event.CANCEL, by=by, why=why, finished_at=Now())
    _moved(moved, "This issue cannot be cancelled now. Unschedule it, or wait until its letters leave.")
    withdraw_issue(issue_id, actor=by)
    return progress(issue_id)


def hold(issue_id: int, reason: HoldReason, *, detail: str = "", by=None) -> None:
    """Stopped by the product or by staff; a person decides. Raises IssueRefused."""
    moved = Issue.objects.hold(issue_id, Hold(reason=reason, detail=detail), by=by)
    _moved(moved, "This issue is not waiting or leaving, so there is nothing to hold.")


def send_now(issue_id: int, *, by, why: str = "") -> None:
    """A held issue starts at once, with its audience as of now. Raises IssueRefused, also when an item is not fit."""
    _may(issue_id, Event.SEND_NOW)
    if found := recheck_issue(issue_id):
        raise IssueRefused(found.detail or HOLD_REASONS[found.reason])
    moved = Issue.objects.move(issue_id, Event.SEND_NOW, by=by, why=why, **fresh_start())
    _moved(moved, "This issue is not held any more.")


def set_new_time(  # noqa: PLR0913 - one keyword for each thing a person decides
    issue_id: int, *, local_date: date, local_time: time, zone: str, by, now: datetime, why: str = ""
) -> None:
    """A held issue waits for another moment; its frozen bytes stay, and are looked at again when it starts.

    Raises TimeRefused and IssueRefused.
    """
    moment = moment_of(local_date, local_time, zone, now=now)
    _may(issue_id, Event.SET_NEW_TIME)
    free = {"hold_reason": "", "hold_detail": "", "held_at": None}
    moved = Issue.objects.move(issue_id, Event.SET_NEW_TIME, by=by, why=why, **timed(moment), **free)
    _moved(moved, "This issue is not held any more.")


def go_on(issue_id: int, *, by, why: str = "") -> None:
    """An issue that was stopped while leaving goes on. Raises IssueRefused."""
    _may(issue_id, Event.GO_ON)
    moved = Issue.objects.move(issue_id, Event.GO_ON, by=by, why=why, hold_reason="", hold_detail="", held_at=None)
    _moved(moved, "This issue is not held any more.")


def stop_sending(*, by=None, why: str = "") -> None:
    """Everything stops at the next claim and at the next final dot."""
    SendingSwitch.objects.update_or_create(pk=1, defaults={"enabled": False, "changed_by": by, "why": why[:400]})


def allow_sending(*, by=None) -> None:
    """Letters may leave again."""
    SendingSwitch.objects.update_or_create(pk=1, defaults={"enabled": True, "changed_by": by, "why": ""})


def progress(issue_id: int) -> Progress:
    """The account of an issue as one moment of the database shows it."""
    issue = Issue.objects.get(pk=issue_id)
    rows = Delivery.objects.of_issue(issue_id)
    return replace(
        account(issue),
        rate=_rate(rows),
        waits_for=_waits_for(issue, rows),
        last_trouble=_last_trouble(issue_id),
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


def _may(issue_id: int, event: Event) -> None:
    issue = Issue.objects.filter(pk=issue_id).first()
    if issue is None or event not in issue.ways_on:
        raise IssueRefused("This is not a way on for this issue. Look at why it is held.")


def _moved(moved: bool, words: str) -> None:  # noqa: FBT001 - the answer of a compare-and-set
    if not moved:
        raise IssueRefused(words)


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
    if issue.state == State.HANDING_OVER and not rows.due().exists():
        later = rows.filter(state="pending").aggregate(first=Min("not_before"))["first"]
        return f"The next server said later; next try at {later:%H:%M} UTC." if later else ""
    return ""


def _paused_by(issue: Issue) -> str:
    line = IssueEvent.objects.filter(issue=issue, event=Event.PAUSE).select_related("actor").last()
    if line is None:
        return "Paused."
    who = f" by {line.actor}" if line.actor else ""
    return f"Paused{who} at {line.at:%H:%M} UTC."
