"""Why the product stops an issue and asks a person: the reason from the table, and what was seen, in words."""

from dataclasses import dataclass

from newsletter.core.issue_state import HoldReason


@dataclass(frozen=True, kw_only=True)
class Hold:
    """`detail` is for the person who decides what happens next."""

    reason: HoldReason
    detail: str = ""
