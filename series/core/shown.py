"""The parts of a series as pages, answers and letters show them: number, words, state and what stands beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from series.core.order import Announce, Kind, PartFacts, Place, PublicPart, coming, neighbours, places, public_parts
from series.core.reading_time import total


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What a series' author decided about its parts: everything that numbers and words depend on."""

    kind: Kind
    announce: Announce
    label_word: str = "Part"
    side_labels: Mapping[str, str] = field(default_factory=dict)
    planned_total: int | None = None
    complete: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    """A part that readers may know of. Only a live one has `url`, `page_id`, `minutes` and a teaser."""

    uuid: str
    position: int
    of: int
    label: str
    words: str
    title: str
    short_title: str
    state: str
    teaser: str = ""
    slug: str = ""
    minutes: int | None = None
    url: str | None = None
    page_id: int | None = None
    publishes_at: datetime | None = None
    side: str = ""
    side_label: str = ""
    is_optional: bool = False

    @property
    def is_live(self) -> bool:
        return self.state == "live"


def name_of(part: ShownPart | None) -> str:
    """What a letter calls a part beside another one; nothing where there is none."""
    return (part.short_title or part.title) if part else ""


@dataclass(frozen=True, kw_only=True)
class LetterPlace:
    """Where a part stands on the day of the letter, without a sentence yet: a letter has a language of its own.

    `coming` is what may be promised at the end, its day in the letter's zone. A series that is not public has no URL.
    """

    series: str
    label: str = ""
    words: str = ""
    position: int = 0
    of: int = 0
    series_url: str = ""
    previous: ShownPart | None = None
    counterpart: ShownPart | None = None
    coming: ShownPart | None = None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands beside a part."""

    previous: ShownPart | None = None
    next: ShownPart | None = None
    counterpart: ShownPart | None = None
    coming: ShownPart | None = None


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a live part lies: the page's id and its path on the site."""

    page_id: int
    url: str


def shown_parts(
    facts: Iterable[PartFacts], *, habits: Habits, now: datetime, addresses: Mapping[str, Address]
) -> tuple[ShownPart, ...]:
    """All parts that readers may know of, in order. `addresses` leads from a part's uuid to its page."""
    rows = tuple(facts)
    numbered = places(
        rows,
        kind=habits.kind,
        announce=habits.announce,
        now=now,
        label_word=habits.label_word,
        side_labels=habits.side_labels,
        planned_total=habits.planned_total,
        complete=habits.complete,
    )
    public = public_parts(rows, announce=habits.announce, now=now)
    return tuple(_shown(part, numbered[part.uuid], habits, addresses.get(part.uuid)) for part in public)


def beside(parts: Iterable[ShownPart], uuid: str, *, kind: Kind) -> Beside:
    """What stands beside the part, and the first one after it that is still to come."""
    found = {part.uuid: part for part in parts}
    public = tuple(_as_public(part) for part in found.values())
    near = neighbours(public, uuid, kind=kind)
    promised = coming(public, uuid) if uuid in found else None
    return Beside(
        previous=_found(found, near.previous),
        next=_found(found, near.next),
        counterpart=_found(found, near.counterpart),
        coming=_found(found, promised),
    )


def minutes(parts: Iterable[ShownPart]) -> int:
    """Minutes of the live parts together."""
    return total(part.minutes or 0 for part in parts)


def begin(parts: Iterable[ShownPart]) -> ShownPart | None:
    """Where a new reader starts: the first live part."""
    return next((part for part in parts if part.is_live), None)


def sides(parts: Iterable[ShownPart], *, habits: Habits) -> tuple[tuple[str, tuple[ShownPart, ...]], ...]:
    """The two sides of a contrast with their parts; a side of which nothing may be known is not named."""
    shown = tuple(parts)
    grouped = (
        (label, tuple(part for part in shown if part.side == side)) for side, label in habits.side_labels.items()
    )
    return tuple((label, group) for label, group in grouped if group) if habits.kind is Kind.CONTRAST else ()


def _shown(part: PublicPart, place: Place, habits: Habits, address: Address | None) -> ShownPart:
    reachable = address if part.is_live else None
    return ShownPart(
        uuid=part.uuid,
        position=place.position,
        of=place.of,
        label=place.label,
        words=place.words,
        title=part.title,
        short_title=part.short_title,
        state="live" if part.is_live else "announced",
        teaser=part.teaser,
        slug=part.slug,
        minutes=part.minutes if part.is_live else None,
        url=reachable.url if reachable else None,
        page_id=reachable.page_id if reachable else None,
        publishes_at=part.publishes_at,
        side=part.side,
        side_label=habits.side_labels.get(part.side, "") if habits.kind is Kind.CONTRAST else "",
        is_optional=part.optional,
    )


def _as_public(part: ShownPart) -> PublicPart:
    return PublicPart(uuid=part.uuid, is_live=part.is_live, title=part.title, side=part.side)


def _found(parts: Mapping[str, ShownPart], near: PublicPart | None) -> ShownPart | None:
    return parts[near.uuid] if near else None
