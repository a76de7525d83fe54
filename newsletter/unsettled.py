"""Deliveries that want a person's look: how many there are, and where they stand. `resolve.py` settles them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet

from cms.clock import Now
from newsletter.core.delivery_state import Resolution
from newsletter.core.purposes import Purpose
from newsletter.models import Delivery, Issue

LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Open:
    """How many deliveries of an issue, or to single readers, nobody has settled yet, of each kind."""

    issue: Issue | None
    uncertain: int
    turned_away: int
    set_aside: int = 0

    def __bool__(self) -> bool:
        return bool(self.uncertain or self.turned_away or self.set_aside)


def open_to_single_readers() -> Open:
    """Of the last 30 days' messages to single readers those that want a person's look."""
    lately = Delivery.objects.to_single_readers().filter(date_header__gt=Now() - LOOKED_BACK)
    return Open(
        issue=None,
        uncertain=lately.uncertain().filter(resolution=Resolution.NONE).count(),
        turned_away=lately.worth_another_try().count(),
        set_aside=lately.set_aside().count(),
    )


def open_issues() -> list[Open]:
    """Of the issues that began to leave in the last 30 days those that want a person's look, newest first."""
    lately = Issue.objects.filter(started_at__gt=Now() - LOOKED_BACK)
    left = lately.select_related("newsletter").order_by("-started_at")
    issues = {issue.pk: issue for issue in left}
    rows = Delivery.objects.filter(issue__in=list(issues)).exclude(purpose=Purpose.TEST).order_by()
    doubts = _by_issue(rows.uncertain().filter(resolution=Resolution.NONE))
    nos, aside = _by_issue(rows.worth_another_try()), _by_issue(rows.set_aside())
    found = (
        Open(issue=row, uncertain=doubts.get(pk, 0), turned_away=nos.get(pk, 0), set_aside=aside.get(pk, 0))
        for pk, row in issues.items()
    )
    return [each for each in found if each]


def _by_issue(rows: QuerySet[Delivery]) -> dict[int, int]:
    return dict(rows.values_list("issue").annotate(Count("pk")))
