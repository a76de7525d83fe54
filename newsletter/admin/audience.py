"""Who would get an issue today, and who is left out and why: an estimate until the issue starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsletter.conf import address_hmacs
from newsletter.core.audience import WORDS, Split, split
from newsletter.models import Newsletter, Subscription, Suppression
from newsletter.models.candidates import candidate_of


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Readers left out for one reason, in words."""

    words: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Always candidates = recipients + the sum of those left out."""

    candidates: int
    recipients: int
    left_out: tuple[LeftOut, ...]

    @property
    def excluded(self) -> int:
        return sum(one.count for one in self.left_out)


def estimate(newsletter: Newsletter) -> Estimate:
    """What the audience would be if the issue started now."""
    found = today(newsletter)
    left_out = tuple(LeftOut(words=WORDS[reason], count=count) for reason, count in found.by_reason.items())
    return Estimate(candidates=found.candidates, recipients=len(found.recipients), left_out=left_out)


def today(newsletter: Newsletter) -> Split:
    """The split of today's candidates."""
    rows = Subscription.objects.candidates(newsletter.pk).told_consent().select_related("subscriber").order_by("pk")
    barred = Suppression.objects.barring(newsletter.pk).reasons()
    return split(candidate_of(row, suppressions=_reasons(row, barred)) for row in rows.iterator())


def _reasons(row: Subscription, barred: Mapping[str, set[str]]) -> set[str]:
    # Hashing costs a few microseconds an address, so it is only done where there is something to find.
    hashes = address_hmacs(row.subscriber.email_key) if barred else ()
    return set().union(*(barred.get(value, ()) for value in hashes))
