"""Whether a part may join the other letters of a reader's day: those that came, and those that are to come."""

from datetime import datetime

from django.db.models import QuerySet

from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import LETTERS
from newsletter.models.issue_barriers import Barriers
from newsletter.models.issues import Issue
from newsletter.models.reader_days import day_of, letters_between
from newsletter.models.rule_conditions import circumstances, selected
from newsletter.models.subscribers import Subscriber
from newsletter.models.subscriptions import Subscription

TO_COME = [IssueState.SCHEDULED, IssueState.PREPARING]


def is_taken(reader: Subscriber, *, now: datetime) -> bool:
    """Whether another letter came to the reader on this day of theirs, or will: an issue, or a part."""
    begins, ends = day_of(now, reader.zone)
    theirs = letters_between(begins, ends, subscription__subscriber=reader, purpose__in=LETTERS)
    return theirs.exists() or _gets_an_issue(reader, now, before=ends)


def _gets_an_issue(reader: Subscriber, now: datetime, *, before: datetime) -> bool:
    """One that is scheduled for later on that day, and that leaves this reader out for no reason known today."""
    theirs = Subscription.objects.active().with_consent().filter(subscriber=reader)
    later = Issue.objects.filter(send_at__lt=before, state__in=TO_COME, newsletter__in=theirs.values("newsletter"))
    return any(_is_for(issue, reader, theirs, now) for issue in later.select_related("newsletter", "compiled"))


def _is_for(issue: Issue, reader: Subscriber, theirs: QuerySet[Subscription], now: datetime) -> bool:
    rows = theirs.filter(newsletter=issue.newsletter_id)
    if rule := issue.audience_rule:
        rows = selected(rows, rule, now=circumstances(issue.newsletter, at=now, besides=issue.pk))
    return rows.exists() and reader.pk not in Barriers.of(issue).foreseen([reader.pk], now=now)
