"""The account of an issue, before its first letter leaves: everybody is a recipient or left out with a reason."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason
from newsletter.models import Delivery, Exclusion, Issue, Subscription


def begin_handing_over(issue_id: int) -> None:
    """The letters may leave once candidates = recipients + exclusions; else a person looks first."""
    with transaction.atomic():
        issue = Issue.objects.preparing().locked(issue_id)
        if issue is None:
            return
        recipients = _recipients(issue)
        exclusions = Exclusion.objects.filter(issue=issue).count()
        if recipients + exclusions != issue.candidates:
            words = f"{issue.candidates} candidates, {recipients} recipients, {exclusions} exclusions"
            Issue.objects.hold(issue_id, Hold(reason=HoldReason.ACCOUNTING, detail=words))
        elif not recipients:
            Issue.objects.hold(issue_id, Hold(reason=HoldReason.NO_RECIPIENTS, detail=f"{exclusions} exclusions"))
        else:
            Issue.objects.move(issue_id, Event.BEGIN)


def _recipients(issue: Issue) -> int:
    """How many candidates have a delivery. Of an earlier start there may be some whose readers are none any more."""
    rows = Delivery.objects.of_issue(issue.pk)
    if issue.events.filter(event__in=[Event.START, Event.SEND_NOW]).count() <= 1:
        return rows.count()  # a million are counted, and need not be looked up
    left_out = Exclusion.objects.filter(issue=issue, subscription=OuterRef("subscription"))
    return (
        rows.filter(subscription__in=Subscription.objects.candidates_of(issue).values("pk"))
        .exclude(Exists(left_out))
        .count()
    )
