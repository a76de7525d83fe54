"""Why a delivery was not marked: the conditions of the mark, asked one by one when its answer was no."""

from newsletter.core.courses.facts import CourseState, Standing
from newsletter.core.delivery_state import Reason
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import ASKING, LETTERS, Purpose
from newsletter.core.tickets import Claim
from newsletter.models.addressees import Addressee
from newsletter.models.course_parts import letters_of_today
from newsletter.models.enrollments import Enrollment
from newsletter.models.issues import Issue
from newsletter.models.mailed_links import MailedLink
from newsletter.models.subscriptions import Subscription
from newsletter.models.suppressions import Suppression


def why_not(claim: Claim) -> Reason | None:
    """Why it will never go; None when it may go another time (paused issue, lost lease, switch)."""
    against = Suppression.objects.against(claim.address_hmacs, newsletter_id=claim.newsletter_id)
    reasons = set(against.that_bar(claim.purpose).values_list("reason", flat=True))
    if reasons:
        return Reason.SUSPENDED if reasons == {Suppression.Reason.SOFT_BOUNCES} else Reason.SUPPRESSED
    if claim.purpose in LETTERS and (reason := _reader_says(claim)):
        return reason
    if claim.purpose in ASKING and (reason := _was_answered(claim)):
        return reason
    if claim.purpose is Purpose.PART and not _goes_on(claim):
        return Reason.COURSE_STOPPED
    cancelled = claim.issue_id and Issue.objects.filter(pk=claim.issue_id, state=IssueState.CANCELLED).exists()
    return Reason.ISSUE_CANCELLED if cancelled and claim.purpose != Purpose.TEST else None


def _was_answered(claim: Claim) -> Reason | None:
    """Why nobody needs to be asked: all that the link confirms is on its way, or it opens nothing any more."""
    asked = Addressee.objects.filter(delivery=claim.ticket.delivery).first()
    if asked is None:
        return Reason.ERASED
    live = MailedLink.objects.live().filter(pk=asked.link_id, used_at=None).first()
    return None if live and _asks_for_more(live) else Reason.ALREADY_CONFIRMED


def _asks_for_more(link: MailedLink) -> bool:
    rows = Subscription.objects.filter(subscriber=link.subscriber_id, state__in=Subscription.KNOWN).going_on()
    known = list(rows.values_list("newsletter", "course"))
    newsletters, courses = {row[0] for row in known}, {row[1] for row in known}
    return bool(set(link.facts.get("newsletters", [])) - newsletters or set(link.facts.get("courses", [])) - courses)


def _goes_on(claim: Claim) -> bool:
    """Whether the course is open, this letter the one that its reader's way waits for, and its part as it shows it."""
    ways = Enrollment.objects.filter(in_flight=claim.ticket.delivery, state=Standing.ACTIVE)
    open_ones = ways.filter(subscription__course__state=CourseState.OPEN)
    way = open_ones.select_related("subscription__course").first()
    return way is not None and claim.compiled_id in letters_of_today(way.subscription.course).values()


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
