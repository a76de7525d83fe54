"""Who would get an issue today, and who is left out and why: an estimate until the issue starts.

A small audience is split as the start itself would split it. A large one is counted by the database, slice by slice,
until the time is up; addresses that must not be mailed are then left to the start, which hashes each one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from newsletter.conf import address_hmacs
from newsletter.core.audience import WORDS, Reason, reason_against, split
from newsletter.core.rules.tree import Rule
from newsletter.models import Newsletter, Subscription, Suppression
from newsletter.models.candidates import candidate_of, kind_of
from newsletter.models.rule_conditions import circumstances, condition, told_rule

SPLIT_EXACTLY = 20_000  # readers whose addresses are hashed while a person waits
SLICE = 50_000  # subscriptions that one question counts
LIMIT_S = 5.0  # readers.md 10

Clock = Callable[[], float]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Readers left out for one reason, in words."""

    words: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Always readers = not addressed + candidates, and candidates = recipients + the sum of those left out.

    `is_complete` is false when the time was up: then every number is "at least". Without `knows_suppressed` the
    recipients still hold addresses that must not be mailed.
    """

    readers: int
    candidates: int
    recipients: int
    left_out: tuple[LeftOut, ...]
    is_complete: bool = True
    knows_suppressed: bool = True

    @property
    def excluded(self) -> int:
        return sum(one.count for one in self.left_out)

    @property
    def not_addressed(self) -> int:
        return self.readers - self.candidates


def estimate(newsletter: Newsletter, rule: Rule | None = None, *, at: datetime, clock: Clock) -> Estimate:
    """What the audience would be if the issue started at `at`; `clock` gives seconds, for the limit of five."""
    rows = Subscription.objects.candidates(newsletter.pk)
    now = circumstances(newsletter, at=at)
    told = told_rule(rows.told_consent(), rule, now=now)
    if not rows.order_by("pk")[SPLIT_EXACTLY : SPLIT_EXACTLY + 1].exists():
        return _split(newsletter, told)
    counted = _counted(told, clock=clock)
    if counted.is_complete and rule and rule.include and counted.candidates <= SPLIT_EXACTLY:
        exact = _split(newsletter, told.filter(condition(rule.include, now=now)))
        return _estimate(counted.readers, exact.recipients, {one.words: one.count for one in exact.left_out})
    return counted


def _split(newsletter: Newsletter, told) -> Estimate:
    """Exactly, in the way in which an issue starts."""
    barred = Suppression.objects.barring(newsletter.pk).reasons()
    rows = list(told.order_by("pk").values_list(*_COLUMNS, named=True))
    addressed = (row for row in rows if row.addressed)
    found = split(candidate_of(row, suppressions=_reasons(row, barred)) for row in addressed)
    return _estimate(len(rows), len(found.recipients), _in_words(found.by_reason))


_KIND = ("state", "has_consent", "addressed", "left_out")
_COLUMNS = ("pk", *_KIND, "subscriber__email_key")


def _reasons(row: Any, barred: Mapping[str, set[str]]) -> set[str]:
    # Hashing costs a few microseconds an address, so it is only done where there is something to find.
    hashes = address_hmacs(row.subscriber__email_key) if barred else ()
    return set().union(*(barred.get(value, ()) for value in hashes))


def _counted(told, *, clock: Clock) -> Estimate:
    """By the database, slice by slice, as far as the time allows."""
    ends, readers, recipients = clock() + LIMIT_S, 0, 0
    reasons: Counter[Reason] = Counter()
    is_complete = True
    for kinds in _slices(told):
        for kind in kinds:
            readers += kind.n
            reason = reason_against(kind_of(kind)) if kind.addressed else None
            recipients += kind.n if kind.addressed and not reason else 0
            reasons.update({reason: kind.n} if reason else {})
        if clock() > ends:
            is_complete = False
            break
    known = {"is_complete": is_complete, "knows_suppressed": False}
    return _estimate(readers, recipients, _in_words(dict(reasons.most_common())), **known)


def _slices(told) -> Iterator[list]:
    """How many subscriptions of each kind there are, for slices of the newsletter."""
    after: int | None = 0
    while after is not None:
        rest = told.filter(pk__gt=after).order_by("pk")
        last = rest.values_list("pk", flat=True)[SLICE - 1 : SLICE].first()
        part = rest.filter(pk__lte=last) if last else rest
        kinds = part.order_by().values(*_KIND).annotate(n=Count("pk"))
        yield list(kinds.values_list(*_KIND, "n", named=True))
        after = last


def _in_words(by_reason: Mapping[Reason, int]) -> dict[str, int]:
    return {WORDS[reason]: count for reason, count in by_reason.items()}


def _estimate(readers: int, recipients: int, reasons: Mapping[str, int], **known: bool) -> Estimate:
    left_out = tuple(LeftOut(words=words, count=count) for words, count in reasons.items())
    candidates = recipients + sum(reasons.values())
    return Estimate(readers=readers, candidates=candidates, recipients=recipients, left_out=left_out, **known)
