"""What a new sending domain wrote on each day: counted where a letter is offered, asked where one is claimed."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Count, F

from cms.clock import database_now
from newsletter.conf import conf
from newsletter.core.delivery_state import State
from newsletter.models.deliveries import Delivery

EVERYBODY = ""  # whose row of a day senders hold while they claim, whichever route they take


def budget_of(day: date) -> int | None:
    """What each group may be offered on this day; None where no warm-up is in force."""
    warm_up = conf().warm_up
    return warm_up.budget(day) if warm_up else None


class WarmUpDayQuerySet(models.QuerySet):
    def spent(self, day: date) -> Counter[str]:
        """What each group was offered on this day, and what senders hold for it; they claim one after the other."""
        self.get_or_create(group=EVERYBODY, day=day)
        self.select_for_update().get(group=EVERYBODY, day=day)
        # First what is in hand: a letter that is offered between the two questions counts twice, and never not at all.
        held = Delivery.objects.filter(state=State.CLAIMED).order_by().values_list("receiver").annotate(Count("pk"))
        return Counter(dict(held)) + Counter(dict(self.filter(day=day).values_list("group", "taken")))

    def count_offered(self, ids: Collection[int]) -> None:
        """These are about to be handed over. What a claim gave back unoffered costs its day nothing."""
        if not ids or conf().warm_up is None or budget_of(today := database_now().date()) is None:
            return
        groups = Delivery.objects.filter(pk__in=ids).exclude(receiver="").values_list("receiver", flat=True)
        for group, count in sorted(Counter(groups).items()):  # in one order: nobody waits in a ring
            row, _ = self.get_or_create(group=group, day=today)
            self.filter(pk=row.pk).update(taken=F("taken") + count)

    def count_back(self, ids: Collection[int]) -> None:
        """The way was closed to these after all: nobody took them."""
        if not ids or conf().warm_up is None:
            return
        groups = Delivery.objects.filter(pk__in=ids).values_list("receiver", flat=True)
        for group, count in sorted(Counter(groups).items()):
            today = self.filter(group=group, day=database_now().date(), taken__gte=count)
            today.update(taken=F("taken") - count)


class WarmUpDay(models.Model):
    """How many letters were offered to one group of mailboxes on one day (UTC) of a warm-up."""

    group = models.CharField(max_length=254)
    day = models.DateField()
    taken = models.PositiveIntegerField(default=0)

    objects = WarmUpDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "day"], name="warm_up_day_once")]

    def __str__(self) -> str:
        return f"{self.group}, {self.day}: {self.taken}"
