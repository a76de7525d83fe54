"""What a person may do with an issue that is no draft, each with its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newsletter import issues
from newsletter.core.issue_state import Event


@dataclass(frozen=True, kw_only=True)
class Verb:
    """`act` returns the words for the person who pressed the button, or raises IssueRefused.

    A verb without `act` cannot be taken back: its `page` says first what it means, and acts itself.
    """

    name: str
    label: str
    words: str
    event: Event
    act: Callable[..., str] | None = None
    page: str = ""
    leads_to_draft: bool = False


def _by_door(door: Callable[..., Any], done: str) -> Callable[..., str]:
    def act(issue_id: int, *, by: Any) -> str:
        door(issue_id, by=by)
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
            act=_by_door(issues.unschedule, "Unscheduled. It is a draft again, and you can edit it."),
            leads_to_draft=True,
        ),
        Verb(
            name="pause",
            label="Pause",
            words="Nothing more leaves until you resume it. One letter per open connection may still leave.",
            event=Event.PAUSE,
            act=_by_door(issues.pause, "Paused. Nothing more leaves until you resume it."),
        ),
        Verb(
            name="resume",
            label="Resume",
            words="Goes on where it stopped, with the same letter and the same readers.",
            event=Event.RESUME,
            act=_by_door(issues.resume, "Resumed. It goes on where it stopped."),
        ),
        Verb(
            name="send_now",
            label="Send it now",
            words="Starts at once, with the readers of today.",
            event=Event.SEND_NOW,
            act=_by_door(issues.send_now, "It starts now, with the readers of today."),
        ),
        Verb(
            name="go_on",
            label="Let it go on",
            words="You have looked at what stopped it. It goes on where it stopped.",
            event=Event.GO_ON,
            act=_by_door(issues.go_on, "It goes on where it stopped."),
        ),
        Verb(
            name="cancel",
            label="Cancel for good",
            words="What has not left stays here. What has left stays with its readers.",
            event=Event.CANCEL,
            page="newsletter_issues:cancel",
        ),
    )
}
