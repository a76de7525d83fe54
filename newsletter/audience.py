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
from newsletter.core.audience import WORDS, Candidate, Reason, reason_against, split
from newsletter.core.rules.tree import Rule
from newsletter.models import Issue, Newsletter, Subscription, Suppression
from newsletter.models.candidates import candidate_of, kind_of
from newsletter.models.issue_barriers import Barriers
from newsletter.models.rule_conditions import circumstances, condition, told_rule

SPLIT_EXACTLY = 20_000  # readers whose addresses are hashed while a person waits
SLICE = 50_000  # subscriptions that one question counts
AT_ONCE = 5_000  # readers of courses in one question
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


def estimate(
    newsletter: Newsletter, rule: Rule | None = None, *, at: datetime, clock: Clock, issue: Issue | None = None
) -> Estimate:
    """What the audience would be if the issue started at `at`; `clock` gives seconds, for the limit of five.

    Without an `issue` nobody knows what it shows, so that no course keeps it from its readers.
    """
    rows = Subscription.objects.candidates(newsletter.pk)
    now = circumstances(newsletter, at=at, besides=issue.pk if issue else None)
    by_letters = Barriers.of(issue).foreseen(now=at) if issue else {}
    told = told_rule(rows.told_consent(), rule, now=now)
    if not rows.order_by("pk")[SPLIT_EXACTLY : SPLIT_EXACTLY + 1].exists():
        return _split(newsletter, told, by_letters)
    counted = _counted(told, by_letters, clock=clock)
    if counted.is_complete and rule and rule.include and counted.candidates <= SPLIT_EXACTLY:
        exact = _split(newsletter, told.filter(condition(rule.include, now=now)), by_letters)
        return _estimate(counted.readers, exact.recipients, {one.words: one.count for one in exact.left_out})
    return counted


def _split(newsletter: Newsletter, told, by_letters: Mapping[int, Reason]) -> Estimate:
    """Exactly, in the way in which an issue starts."""
    barred = Suppression.objects.barring(newsletter.pk).reasons()
    rows = list(told.order_by("pk").values_list(*_COLUMNS, named=True))
    addressed = (row for row in rows if row.addressed)
    found = split(_candidate(row, _reasons(row, barred), by_letters) for row in addressed)
    return _estimate(len(rows), len(found.recipients), _in_words(found.by_reason))


def _candidate(row: Any, suppressions: set[str], by_letters: Mapping[int, Reason]) -> Candidate:
    return candidate_of(row, suppressions=suppressions, by_letters=by_letters.get(row.subscriber_id))


_KIND = ("state", "has_consent", "addressed", "left_out")
_COLUMNS = ("pk", *_KIND, "subscriber_id", "subscriber__email_key")


def _reasons(row: Any, barred: Mapping[str, set[str]]) -> set[str]:
    # Hashing costs a few microseconds an address, so it is only done where there is something to find.
    hashes = address_hmacs(row.subscriber__email_key) if barred else ()
    return set().union(*(barred.get(value, ()) for value in hashes))


def _counted(told, by_letters: Mapping[int, Reason], *, clock: Clock) -> Estimate:
    """By the database, slice by slice, as far as the time allows."""
    ends, readers, sums, is_complete = clock() + LIMIT_S, 0, Counter[Reason | None](), True
    for part in _slices(told):
        kinds = part.order_by().values(*_KIND).annotate(n=Count("pk")).values_list(*_KIND, "n", named=True)
        for kind in kinds:
            readers += kind.n
            sums.update({reason_against(kind_of(kind)): kind.n} if kind.addressed else {})
        sums.update(_moved_by_letterss(part, by_letters))
        if clock() > ends:
            is_complete = False
            break
    recipients = sums.pop(None, 0)
    reasons = {reason: count for reason, count in sums.most_common() if reason and count}
    known = {"is_complete": is_complete, "knows_suppressed": False}
    return _estimate(readers, recipients, _in_words(reasons), **known)


def _moved_by_letterss(part, by_letters: Mapping[int, Reason]) -> Counter[Reason | None]:
    """What their courses change in the sums: those few are asked for one by one."""
    moved: Counter[Reason | None] = Counter()
    kept = list(by_letters)
    for start in range(0, len(kept), AT_ONCE):
        theirs = part.filter(subscriber__in=kept[start : start + AT_ONCE])
        for row in theirs.values_list(*_COLUMNS, named=True):
            if row.addressed:
                moved[reason_against(kind_of(row))] -= 1
                moved[reason_against(_candidate(row, set(), by_letters))] += 1
    return moved


def _slices(told) -> Iterator:
    """The subscriptions of the newsletter, a slice at a time."""
    after: int | None = 0
    while after is not None:
        rest = told.filter(pk__gt=after).order_by("pk")
        last = rest.values_list("pk", flat=True)[SLICE - 1 : SLICE].first()
        yield rest.filter(pk__lte=last) if last else rest
        after = last


def _in_words(by_reason: Mapping[Reason, int]) -> dict[str, int]:
    return {WORDS[reason]: count for reason, count in by_reason.items()}


def _estimate(readers: int, recipients: int, reasons: Mapping[str, int], **known: bool) -> Estimate:
    left_out = tuple(LeftOut(words=words, count=count) for words, count in reasons.items())
    candidates = recipients + sum(reasons.values())
    return Estimate(readers=readers, candidates=candidates, recipients=recipients, left_out=left_out, **known)
