"""What limits the pace of a route: rows whose tokens are taken in the claim's transaction, by the database's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from cms.clock import Now, database_now
from newsletter.conf import ROUTE_LENGTH, Conf, conf
from newsletter.core.delivery_state import State
from newsletter.core.pace import CLOSED_FOR, LONGEST_WAIT_S, Allowance, Bucket, recovered, slowed
from newsletter.models.deliveries import Delivery
from newsletter.models.issues import Issue
from newsletter.models.warm_up_days import WarmUpDay, budget_of

MEASURED_S = 60


class ThrottleQuerySet(models.QuerySet):
    def closed(self):
        """Those of which nothing is taken for a while."""
        return self.filter(closed_until__gt=Now())

    def slow(self, group: str, *, route: str, why: str) -> None:
        """The receiver said on this route that we are too fast: half the rate, and nothing for five minutes.

        While it is closed its other complaints are answers to the same haste, and change nothing.
        """
        row, _ = self.get_or_create(route=route, group=group)
        if self.closed().filter(pk=row.pk).exists():
            return
        # What it is today, not what it once was: a receiver may complain again long after it has recovered.
        today = row.rate(database_now(), most=conf().receivers_per_second.get(group))
        rate = today or _measured(route, group)
        self.filter(pk=row.pk).update(
            per_second=slowed(rate),
            slowed_at=Now(),
            tokens=0,
            closed_until=Now() + CLOSED_FOR,
            why=why[:400],
        )

    def close_route(self, route: str, *, why: str, wait_s: float = 0.0) -> None:
        """The next server has no room: nothing on this way for as long as it asks; other ways stay open.

        Five minutes where it names no time. What it asked for longer than that stands.
        """
        row, _ = self.get_or_create(route=route, group="")
        until = Now() + (timedelta(seconds=wait_s) if wait_s else CLOSED_FOR)
        shorter = self.filter(Q(closed_until=None) | Q(closed_until__lt=until), pk=row.pk)
        shorter.update(closed_until=until, why=why[:400])


class Throttle(models.Model):
    """The limit of one route towards one group of mailboxes, or of the whole route (the empty group)."""

    route = models.CharField(max_length=ROUTE_LENGTH)
    group = models.CharField(max_length=254, blank=True)
    per_second = models.FloatField(null=True, help_text="Letters a second; empty while nothing is said of it.")
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField(db_default=Now())
    closed_until = models.DateTimeField(null=True)
    slowed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=400, blank=True)

    objects = ThrottleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["route", "group"], name="throttle_once_for_each_route")]

    def __str__(self) -> str:
        return f"{self.group or 'everything'} by {self.route}"

    @property
    def who_is_slow(self) -> str:
        """As progress names it; the way is named where it is not the one that is set here."""
        who = self.group or "The next server"
        return who if self.route == conf().route else f"{who} (by {self.route})"

    def is_closed(self, now: datetime) -> bool:
        return bool(self.closed_until and self.closed_until > now)

    def rate(self, now: datetime, *, most: float | None) -> float | None:
        """Letters a second today: what was set, or what a slowed receiver has recovered to; None is no limit."""
        if self.per_second is None or self.slowed_at is None:
            return most
        found = recovered(self.per_second, quiet_for=now - self.slowed_at)
        return found if most is None else min(found, most)


@dataclass(kw_only=True)
class Tokens:
    """What one claim may take, with the rows that it is written back to. Lives inside the claim's transaction.

    A warm-up keeps back the letters of issues alone: `people` is what may be taken for those who wait at a screen.
    """

    people: Allowance
    issues: Allowance
    rows: dict[str, tuple[Throttle, Bucket]]

    @classmethod
    def taken_up(cls, now: datetime) -> Self:
        """The limits as they are at `now`, locked until the claim is committed."""
        own = conf()
        _make_rows(own)
        mine = Throttle.objects.filter(route=own.route)
        rows = list(mine.select_for_update().order_by("pk"))  # always in one order: nobody waits in a ring
        buckets = {row.group: (row, bucket) for row in rows if (bucket := _bucket(row, now, own))}
        left = {group: bucket.whole for group, (_, bucket) in buckets.items()}
        left |= {row.group: 0 for row in rows if row.is_closed(now)}
        people = Allowance(route=left.pop("", None), groups=left)
        budget = budget_of(now.date())
        if budget is None:
            return cls(people=people, issues=people, rows=buckets)
        spent = WarmUpDay.objects.spent(now.date())
        warming = {group: min(left.get(group, budget), budget - spent[group]) for group in {*left, *spent}}
        issues = Allowance(route=people.route, groups=warming, of_others=budget, taken=people.taken)
        return cls(people=people, issues=issues, rows=buckets)

    def write_back(self) -> None:
        """What was taken is gone for everybody, whether or not this sender lives to hand it over."""
        taken = self.people.taken  # the two count together
        for group, (row, bucket) in self.rows.items():
            left = bucket.without(taken[group] if group else taken.total())
            Throttle.objects.filter(pk=row.pk).update(tokens=left.tokens, refilled_at=left.refilled_at)

    @property
    def wait_s(self) -> float:
        """When a sender that got nothing may ask again; 0 where no limit was in its way."""
        waits = [bucket.wait_s for _, bucket in self.rows.values() if bucket.whole < 1]
        return min(LONGEST_WAIT_S, *waits) if waits else 0.0


def _make_rows(own: Conf) -> None:
    wanted = {*own.receivers_per_second, *([""] if own.per_second else [])}
    known = Throttle.objects.filter(route=own.route, group__in=wanted).values_list("group", flat=True)
    missing = [Throttle(route=own.route, group=group) for group in sorted(wanted - set(known))]
    Throttle.objects.bulk_create(missing, ignore_conflicts=True)


def _bucket(row: Throttle, now: datetime, own: Conf) -> Bucket | None:
    most = own.receivers_per_second.get(row.group) if row.group else own.per_second
    rate = row.rate(now, most=most)
    return Bucket(per_second=rate, tokens=row.tokens, refilled_at=row.refilled_at).refilled(now) if rate else None


def _measured(route: str, group: str) -> float:
    """Letters a second on this route to this group in the last minute, of the issues that are leaving."""
    running = Issue.objects.running().values("pk")
    lately = Delivery.objects.filter(Q(issue__in=running), route=route, receiver=group, state=State.HANDED_OVER)
    return lately.handed_over_within(MEASURED_S).count() / MEASURED_S
