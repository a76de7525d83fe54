"""What a person may do with an issue that is no draft, each with its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from newsletter.core.issue_state import Event
from newsletter.models import Issue
from newsletter.pipeline.withdraw import withdraw_issue
from newsletter.prepare import NotScheduled, unschedule

MOVED_ON = "The issue has moved on in the meantime. Look at what it says now."


class Refused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The issue has moved on, so this verb does nothing any more; the message is meant for the person."""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """`act` returns the words for the person who pressed the button, or raises Refused."""

    name: str
    label: str
    words: str
    event: Event
    act: Callable[..., str]
    is_final: bool = False
    leads_to_draft: bool = False


def _unschedule(issue_id: int, *, by: Any, now: datetime) -> str:  # noqa: ARG001 - every verb is called alike
    try:
        unschedule(issue_id)
    except NotScheduled as refused:
        raise Refused(str(refused)) from refused
    return "Unscheduled. It is a draft again, and you can edit it."


def _cancel(issue_id: int, *, by: Any, now: datetime) -> str:  # noqa: ARG001 - every verb is called alike
    with transaction.atomic():
        if not Issue.objects.move(issue_id, Event.CANCEL, by=by):
            raise Refused(MOVED_ON)
        kept_back = withdraw_issue(issue_id, actor=by)
    return f"Cancelled. {kept_back:,} had not left and stay here; the list below says what had."


def _mover(event: Event, done: str) -> Callable[..., str]:
    """A verb that is one compare-and-set of the issue's state."""

    def act(issue_id: int, *, by: Any, now: datetime) -> str:  # noqa: ARG001 - every verb is called alike
        if not Issue.objects.move(issue_id, event, by=by):
            raise Refused(MOVED_ON)
        return done

    return act


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            name="unschedule",
            label="Unschedule",
            words="Makes it a draft again, so that you can edit it.",
            event=Event.UNSCHEDULE,
            act=_unschedule,
            leads_to_draft=True,
        ),
        Verb(
            name="pause",
            label="Pause",
            words="Nothing more leaves until you resume it. One letter per open connection may still leave.",
            event=Event.PAUSE,
            act=_mover(Event.PAUSE, "Paused. Nothing more leaves until you resume it."),
        ),
        Verb(
            name="resume",
            label="Resume",
            words="Goes on where it stopped, with the same letter and the same readers.",
            event=Event.RESUME,
            act=_mover(Event.RESUME, "Resumed. It goes on where it stopped."),
        ),
        Verb(
            name="go_on",
            label="Let it go on",
            words="You have looked at what stopped it. It goes on where it stopped.",
            event=Event.GO_ON,
            act=_mover(Event.GO_ON, "It goes on where it stopped."),
        ),
        Verb(
            name="cancel",
            label="Cancel for good",
            words="What has not left stays here. What has left stays with its readers.",
            event=Event.CANCEL,
            act=_cancel,
            is_final=True,
        ),
    )
}
