"""Which parts of a series may be seen, which numbers they carry, and what stands beside each.

Nothing here is stored: numbers follow from what is live and announced, in the author's order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    SEQUENCE = "sequence"
    CONTRAST = "contrast"
    COLLECTION = "collection"


class Announce(StrEnum):
    """What readers may know of a part that is not live."""

    HIDDEN = "hidden"
    TITLE = "title"
    DATE = "date"


class PartState(StrEnum):
    LIVE = "live"
    ANNOUNCED = "announced"
    DRAFT = "draft"


@dataclass(frozen=True, kw_only=True)
class PartFacts:
    """One row of the series as the author sees it; `publishes_at` is its approved release time, if it has one."""

    uuid: str
    state: PartState
    title: str
    slug: str = ""
    label_override: str = ""
    short_title: str = ""
    side: str = ""
    teaser: str = ""
    minutes: int = 0
    optional: bool = False
    publishes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PublicPart:
    """What readers may know of a part. One that is not live has no slug, so nothing can link to it."""

    uuid: str
    is_live: bool
    title: str
    slug: str = ""
    label_override: str = ""
    short_title: str = ""
    side: str = ""
    teaser: str = ""
    minutes: int = 0
    optional: bool = False
    publishes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A part's number. `promised` says whether "of" may be spoken; `label` is empty in a collection."""

    position: int
    of: int
    label: str
    promised: bool = False
    numbered: bool = True

    @property
    def words(self) -> str:
        """As readers see it: "Part 2 of 3" when the total is a promise, else "Part 2"; a side; or nothing."""
        return f"{self.label} of {self.of}" if self.numbered and self.promised else self.label


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """What stands beside a part. A neighbour that is not live is named but never linked."""

    previous: PublicPart | None = None
    next: PublicPart | None = None
    counterpart: PublicPart | None = None


def is_announced(*, live: bool, release_at: datetime | None, announce: Announce) -> bool:
    """Whether readers may know of a part before it is live. An overdue release counts; only its date is kept back."""
    return not live and release_at is not None and announce is not Announce.HIDDEN


def state_of(*, live: bool, release_at: datetime | None, announce: Announce) -> PartState:
    """The state of a part; `release_at` is an approved release time, or None."""
    if live:
        return PartState.LIVE
    announced = is_announced(live=live, release_at=release_at, announce=announce)
    return PartState.ANNOUNCED if announced else PartState.DRAFT


def public_parts(parts: Iterable[PartFacts], *, announce: Announce, now: datetime) -> tuple[PublicPart, ...]:
    """THE decision what of a series may be seen: every page, answer, feed and letter asks here and nowhere else."""
    return tuple(_shown(part, announce=announce, now=now) for part in parts if _may_be_seen(part, announce=announce))


def places(  # noqa: PLR0913 - one keyword for each fact of the series that numbers depend on
    parts: Iterable[PartFacts],
    *,
    kind: Kind,
    announce: Announce,
    now: datetime,
    label_word: str = "Part",
    side_labels: Mapping[str, str] | None = None,
    planned_total: int | None = None,
    complete: bool = False,
) -> Mapping[str, Place]:
    """The place of each part that may be seen, by uuid, in order. A draft has none."""
    shown = public_parts(parts, announce=announce, now=now)
    of = max(planned_total or 0, len(shown))
    return {
        part.uuid: Place(
            position=position,
            of=of,
            label=_label(part, kind=kind, numbered=f"{label_word} {position}", side_labels=side_labels or {}),
            promised=bool(planned_total) or complete,
            numbered=kind is Kind.SEQUENCE and not part.label_override,
        )
        for position, part in enumerate(shown, start=1)
    }


def neighbours(shown: Sequence[PublicPart], uuid: str, *, kind: Kind) -> Neighbours:
    """What stands beside the part: previous and next, or in a contrast the other side.

    A part that may not be seen has no neighbours.
    """
    index = next((index for index, part in enumerate(shown) if part.uuid == uuid), None)
    if index is None:
        return Neighbours()
    if kind is Kind.CONTRAST:
        return Neighbours(counterpart=_counterpart(shown, shown[index]))
    return Neighbours(
        previous=shown[index - 1] if index else None,
        next=shown[index + 1] if index + 1 < len(shown) else None,
    )


def coming(shown: Sequence[PublicPart], uuid: str) -> PublicPart | None:
    """The first part after this one that is announced and not live: what a letter may promise at its end."""
    after = [part.uuid for part in shown].index(uuid) + 1 if any(part.uuid == uuid for part in shown) else len(shown)
    return next((part for part in shown[after:] if not part.is_live), None)


def _may_be_seen(part: PartFacts, *, announce: Announce) -> bool:
    if part.state is PartState.ANNOUNCED:
        return is_announced(live=False, release_at=part.publishes_at, announce=announce)
    return part.state is PartState.LIVE


def _shown(part: PartFacts, *, announce: Announce, now: datetime) -> PublicPart:
    live = part.state is PartState.LIVE
    return PublicPart(
        uuid=part.uuid,
        is_live=live,
        title=part.title,
        slug=part.slug if live else "",
        label_override=part.label_override,
        short_title=part.short_title,
        side=part.side,
        teaser=part.teaser if live else "",
        minutes=part.minutes if live else 0,
        optional=part.optional,
        publishes_at=None if live else _date_shown(part.publishes_at, announce=announce, now=now),
    )


def _date_shown(release_at: datetime | None, *, announce: Announce, now: datetime) -> datetime | None:
    # A date in the past would tell readers that we are late, not when to come back.
    return release_at if announce is Announce.DATE and release_at and release_at > now else None


def _label(part: PublicPart, *, kind: Kind, numbered: str, side_labels: Mapping[str, str]) -> str:
    if kind is Kind.SEQUENCE:
        return part.label_override or numbered
    return side_labels.get(part.side, "") if kind is Kind.CONTRAST else ""


def _counterpart(shown: Sequence[PublicPart], part: PublicPart) -> PublicPart | None:
    """The part of the same rank on the other side, one that is live before one that is only announced."""
    rank = [mate.uuid for mate in shown if mate.side == part.side].index(part.uuid)
    others = [other for other in shown if other.side != part.side]
    others = [other for other in others if other.is_live] or others
    return others[min(rank, len(others) - 1)] if others else None
