"""A subscription as the split reads it: for the audience of an issue and for its estimate, in one way."""

from collections.abc import Set as AbstractSet

from newsletter.core.audience import Candidate, Reason, Standing
from newsletter.models.subscribers import Subscription
from newsletter.models.suppressions import Suppression


def candidate_of(row: Subscription, *, suppressions: AbstractSet[str]) -> Candidate:
    """`row` was told its consent; `suppressions` are the reasons why its address must not be mailed."""
    barriers = set() if row.has_consent or row.state == Standing.ENDED else {Reason.CONSENT_MISSING}
    barriers |= {
        Reason.SUSPENDED if why == Suppression.Reason.SOFT_BOUNCES else Reason.SUPPRESSED for why in suppressions
    }
    return Candidate(subscription_id=row.pk, standing=Standing(row.state), barriers=frozenset(barriers))
