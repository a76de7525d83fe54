"""Who would get an issue today, and who is left out and why: an estimate until the issue starts."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from newsletter.conf import address_hmacs
from newsletter.core.audience import WORDS, Candidate, Reason, Split, Standing, split
from newsletter.models import ConsentEvent, Newsletter, Subscription, Suppression


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
    consent = Exists(ConsentEvent.objects.standing(OuterRef("pk")))
    rows = Subscription.objects.candidates(newsletter.pk).annotate(has_consent=consent)
    values = rows.order_by("pk").values_list("pk", "state", "has_consent", "subscriber__email_key")
    barred = Suppression.objects.barring(newsletter.pk)
    return split(
        Candidate(
            subscription_id=pk, standing=Standing(state), barriers=_barriers(key, barred, has_consent=has_consent)
        )
        for pk, state, has_consent, key in values.iterator()
    )


def _barriers(email_key: str, barred: frozenset[str], *, has_consent: bool) -> frozenset[Reason]:
    found = set() if has_consent else {Reason.CONSENT_MISSING}
    # Hashing costs a few microseconds an address, so it is only done where there is something to find.
    if barred and not barred.isdisjoint(address_hmacs(email_key)):
        found.add(Reason.SUPPRESSED)
    return frozenset(found)
