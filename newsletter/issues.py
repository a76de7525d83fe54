"""What a person may do with an issue that has left their desk. Each verb is one compare-and-set."""

from datetime import date, datetime, time

from django.db import transaction

from cms.clock import Now
from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason
from newsletter.core.issue_words import HOLD_REASONS
from newsletter.core.moments import moment_of
from newsletter.core.progress import Progress
from newsletter.models import Issue, SendingSwitch
from newsletter.pipeline.expand import fresh_start
from newsletter.pipeline.foresee import foresee_hold
from newsletter.pipeline.recheck import recheck_issue
from newsletter.pipeline.schedule import timed
from newsletter.pipeline.take_up import take_up_again
from newsletter.pipeline.withdraw import withdraw_issue
from newsletter.progress import progress


class IssueRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The issue is not where this can be done; the message is meant for the person who asked."""


def unschedule(issue_id: int, *, by, why: str = "") -> None:
    """A scheduled issue becomes a draft again; its frozen copy stays and is no longer used. Raises IssueRefused."""
    moved = Issue.objects.move(issue_id, Event.UNSCHEDULE, by=by, why=why, compiled=None, send_at=None, audience=None)
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
    """An issue that was stopped while leaving goes on; what was set aside is offered again, if that stopped it.

    Raises IssueRefused.
    """
    with transaction.atomic():
        held = _may(issue_id, Event.GO_ON)
        _moved(Issue.objects.go_on(issue_id, by=by, why=why), "This issue is not held any more.")
        if held.hold_reason == HoldReason.SENDERS_LOST:
            take_up_again(issue_id, actor=by, why=why)


def foreseen(issue: Issue) -> str:
    """Why a scheduled issue will be held at its time unless somebody acts, in words for everyone at the desk."""
    found = foresee_hold(issue)
    return f"As things stand it will be held. {found}" if found else ""


def stop_sending(*, by=None, why: str = "") -> None:
    """Everything stops at the next claim and at the next final dot."""
    SendingSwitch.objects.update_or_create(pk=1, defaults={"enabled": False, "changed_by": by, "why": why[:400]})


def allow_sending(*, by=None) -> None:
    """Letters may leave again."""
    SendingSwitch.objects.update_or_create(pk=1, defaults={"enabled": True, "changed_by": by, "why": ""})


def _may(issue_id: int, event: Event) -> Issue:
    issue = Issue.objects.filter(pk=issue_id).first()
    if issue is None or event not in issue.ways_on:
        raise IssueRefused("This is not a way on for this issue. Look at why it is held.")
    return issue


def _moved(moved: bool, words: str) -> None:  # noqa: FBT001 - the answer of a compare-and-set
    if not moved:
        raise IssueRefused(words)
