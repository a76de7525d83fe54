"""A subscription as the split reads it: for the audience of an issue and for its estimate, in one way."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from newsletter.core.audience import Candidate, Reason, Standing
from newsletter.models.suppressions import Suppression


def candidate_of(row: Any, *, suppressions: AbstractSet[str], by_letters: Reason | None = None) -> Candidate:
    """`row` was told its consent and the rule; `suppressions` are the reasons why its address must not be mailed.

    `by_letters` is why their series, or their other letters, keep this one from them.
    """
    found = _candidate(row.pk, row, suppressions=suppressions)
    return replace(found, barriers=found.barriers | {by_letters}) if by_letters else found


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
