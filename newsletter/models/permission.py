"""Why a delivery was not marked: the conditions of the mark, asked one by one when its answer was no."""

from newsletter.core.delivery_state import Reason
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import LETTERS, Purpose
from newsletter.core.tickets import Claim
from newsletter.models.issues import Issue
from newsletter.models.subscribers import Subscription
from newsletter.models.suppressions import Suppression


def why_not(claim: Claim) -> Reason | None:
    """Why it will never go; None when it may go another time (paused issue, lost lease, switch)."""
    against = Suppression.objects.against(claim.address_hmacs, newsletter_id=claim.newsletter_id)
    reasons = set(against.that_bar(claim.purpose).values_list("reason", flat=True))
    if reasons:
        return Reason.SUSPENDED if reasons == {Suppression.Reason.SOFT_BOUNCES} else Reason.SUPPRESSED
    if claim.purpose in LETTERS and (reason := _reader_says(claim)):
        return reason
    cancelled = claim.issue_id and Issue.objects.filter(pk=claim.issue_id, state=IssueState.CANCELLED).exists()
    return Reason.ISSUE_CANCELLED if cancelled and claim.purpose != Purpose.TEST else None


def _reader_says(claim: Claim) -> Reason | None:
    row = Subscription.objects.told_consent().filter(pk=claim.subscription_id).first()
    if row is None:
        return Reason.ERASED
    by_state = {
        Subscription.State.ENDED: Reason.LEFT,
        Subscription.State.PAUSED: Reason.PAUSED,
        Subscription.State.PENDING: Reason.CONSENT_MISSING,
    }
    return by_state.get(row.state) or (None if row.has_consent else Reason.CONSENT_MISSING)
