"""May this delivery go, now? Asked once more in the statement that marks it, and explained when the answer is no."""

from datetime import timedelta

from django.db.models import Exists, Q
from django.db.models.functions import Now

from newsletter.core.delivery_state import Reason, State
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import LETTERS, Purpose
from newsletter.core.tickets import Claim
from newsletter.models.deliveries import Delivery
from newsletter.models.issues import Issue
from newsletter.models.running import SendingSwitch
from newsletter.models.subscribers import Subscription
from newsletter.models.suppressions import Suppression

ANSWER_TIME = timedelta(seconds=660)  # 600 s for the answer to the dot (RFC 5321 4.5.3.2.6), and a minute


def mark_delivery(claim: Claim, *, slot: int) -> bool:
    """The mark, one statement: claimed becomes marked while ticket, lease, switch, issue and reader all still agree."""
    mine = Delivery.objects.with_ticket(claim.ticket).filter(state=State.CLAIMED, lease_until__gt=Now())
    return bool(
        mine.filter(*_conditions(claim)).update(
            state=State.MARKED, slot=slot, marked_at=Now(), lease_until=Now() + ANSWER_TIME
        )
    )


def why_not(claim: Claim) -> Reason | None:
    """Why it will never go; None when it may go another time (paused issue, lost lease, switch)."""
    against = Suppression.objects.against(claim.address_hmacs, newsletter_id=claim.newsletter_id)
    reasons = set(against.values_list("reason", flat=True))
    if reasons:
        return Reason.SUSPENDED if reasons == {Suppression.Reason.SOFT_BOUNCES} else Reason.SUPPRESSED
    if claim.purpose in LETTERS and (reason := _reader_says(claim)):
        return reason
    cancelled = claim.issue_id and Issue.objects.filter(pk=claim.issue_id, state=IssueState.CANCELLED).exists()
    return Reason.ISSUE_CANCELLED if cancelled and claim.purpose != Purpose.TEST else None


def _conditions(claim: Claim) -> list[Q | Exists]:
    against = Suppression.objects.against(claim.address_hmacs, newsletter_id=claim.newsletter_id)
    conditions: list[Q | Exists] = [~Exists(SendingSwitch.objects.off()), ~Exists(against)]
    if claim.issue_id and claim.purpose != Purpose.TEST:
        conditions.append(Exists(Issue.objects.running().filter(pk=claim.issue_id)))
    if claim.purpose in LETTERS:
        agreed = Subscription.objects.active().with_consent()
        conditions.append(Exists(agreed.filter(pk=claim.subscription_id)))
    return conditions


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
