"""What a person may do with an issue that is no draft, each with its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsletter.core.issue_state import Event
from newsletter.prepare import NotScheduled, unschedule


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
    )
}
