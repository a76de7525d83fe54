"""Issues whose answers say that something is wrong wait for a person."""

from newsletter.core.breaker import tripped
from newsletter.models import Delivery, Issue


def break_issues() -> None:
    """Only what was answered since a person let it go on counts: who has looked is not asked about the same again."""
    for issue in Issue.objects.running().told_when_looked_at():
        answers = Delivery.objects.of_issue(issue.pk).answers(since=issue.looked_at)
        if hold := tripped(**answers):
            Issue.objects.hold(issue.pk, hold)
