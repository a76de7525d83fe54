"""Why the product stops an issue and asks a person: the reason from the table, and what was seen, in words."""

from dataclasses import dataclass

from newsletter.core.issue_state import HoldReason


@dataclass(frozen=True, kw_only=True)
class Hold:
    """`detail` is for the person who decides what happens next."""

    reason: HoldReason
    detail: str = ""


class LetterUnfit(Exception):  # noqa: N818 - the house names exceptions by what happened
    """No message can be made of this frozen letter: its issue is held."""

    def __init__(self, issue_id: int, hold: Hold) -> None:
        super().__init__(hold.detail)
        self.issue_id, self.hold = issue_id, hold
