"""Whether an item can be shown, in words for the author."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cms.core.findings import Finding, Level


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What decides whether a page may be shown: instants are aware; `planned_for` is an approved release."""

    title: str
    is_live: bool
    is_private: bool = False
    is_expired: bool = False
    expires_at: datetime | None = None
    planned_for: datetime | None = None


def problem_of(page: PageFacts, *, send_at: datetime | None, zone: ZoneInfo, block_id: str) -> Finding | None:
    """Why a letter that leaves at `send_at` cannot show the page, or None. Without a time, a planned page is a hint."""
    words, mend = _against(page, send_at=send_at, zone=zone)
    if not words:
        return None
    level = Level.HINT if page.planned_for and not send_at and not page.is_private else Level.STOP
    return Finding(check="B6", level=level, words=words, mend=mend, block_id=block_id, field="items")


def missing(kind: str, *, block_id: str) -> Finding:
    """A stop for an item whose article or part was deleted."""
    words = f"This {kind} is no longer there, so the letter cannot show it."
    mend = "Choose another one, or take the item out."
    return Finding(check="B6", level=Level.STOP, words=words, mend=mend, block_id=block_id, field="items")


def wordless(kind: str, *, block_id: str) -> Finding:
    """A stop for an item of the author's own that nobody wrote into: a reader would open an empty letter."""
    words = f"This {kind} holds no words."
    mend = "Write something into it, or take it out."
    return Finding(check="B5", level=Level.STOP, words=words, mend=mend, block_id=block_id, field="items")


def too_large(kind: str, *, block_id: str) -> Finding:
    """A stop for an item of the author's own that no face can show."""
    words = f"This {kind} is larger than 1 MB, so the letter cannot show it."
    mend = "Split it into several, or take it out."
    return Finding(check="B5", level=Level.STOP, words=words, mend=mend, block_id=block_id, field="items")


def wall(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as people read it: Thursday 12 June, 07:00."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def _against(page: PageFacts, *, send_at: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    named = f"“{page.title}”"
    if page.is_private:
        return f"{named} is private, so the letter cannot show it.", "Make it public, or take it out."
    if page.is_expired or (page.expires_at and send_at and page.expires_at <= send_at):
        return f"{named} will have expired by then, so the letter cannot show it.", "Extend it, or take it out."
    if page.is_live:
        return "", ""
    if page.planned_for is None:
        return f"{named} is a draft, so the letter cannot show it.", "Publish it or take it out."
    return _against_plan(named, page.planned_for, send_at=send_at, zone=zone)


def _against_plan(named: str, planned_for: datetime, *, send_at: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    goes_live = f"{named} goes live on {wall(planned_for, zone)}"
    if send_at is None:
        return f"{goes_live}.", "Schedule the letter for then or later."
    if planned_for > send_at:
        return f"{goes_live}, after this letter leaves.", "Choose a later time for the letter, or take it out."
    return "", ""
