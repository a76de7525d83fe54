"""A subscription as the split reads it: for the audience of an issue and for its estimate, in one way."""

from collections.abc import Set as AbstractSet
from typing import Any

from newsletter.core.audience import Candidate, Reason, Standing
from newsletter.models.suppressions import Suppression


def candidate_of(row: Any, *, suppressions: AbstractSet[str]) -> Candidate:
    """`row` was told its consent and the rule; `suppressions` are the reasons why its address must not be mailed."""
    return _candidate(row.pk, row, suppressions=suppressions)


def kind_of(row: Any) -> Candidate:
    """The same of many subscriptions that are alike and have no number of their own; their addresses are unknown."""
    return _candidate(0, row, suppressions=frozenset())


def _candidate(pk: int, row: Any, *, suppressions: AbstractSet[str]) -> Candidate:
    barriers = set() if row.has_consent or row.state == Standing.ENDED else {Reason.CONSENT_MISSING}
    barriers |= {
        Reason.SUSPENDED if why == Suppression.Reason.SOFT_BOUNCES else Reason.SUPPRESSED for why in suppressions
    }
    if row.left_out:
        barriers.add(Reason.EXCLUDED_BY_SEGMENT)
    return Candidate(subscription_id=pk, standing=Standing(row.state), barriers=frozenset(barriers))
