"""How addresses behave: as keyed hashes, so that nobody can read from it who they are."""

from dataclasses import asdict
from datetime import datetime

from django.db import models, transaction

from cms.clock import database_now
from newsletter.conf import suppression_keys
from newsletter.core.delivery_state import Outcome, State
from newsletter.core.health import Act, Health, after_missing_domain, after_soft_bounce
from newsletter.core.replies import Effect
from newsletter.models.deliveries import Delivery
from newsletter.models.suppressions import Suppression

JUDGED = frozenset({Effect.SUPPRESS, Effect.SUPPRESS_LATER, Effect.COUNT_BOUNCE})


class AddressHealthQuerySet(models.QuerySet):
    def judge(
        self, effect: Effect, *, hmacs: tuple[str, ...], delivery: Delivery, evidence: str, left_at: datetime | None
    ) -> None:
        """An answer about an address moves its score, and suppresses it where the rules say so.

        `hmacs` are the address under every known key, the current one last; `left_at` is None for a letter that
        was refused just now. An answer that does not speak of the address changes nothing.
        """
        if effect not in JUDGED:
            return
        with transaction.atomic():
            act, until = Act.SUPPRESS, None
            if effect is not Effect.SUPPRESS:
                act, until = self._moved(effect, hmacs, delivery, left_at)
            if act is not Act.KEEP:
                _bar(hmacs, until=until if act is Act.SUSPEND else None, evidence=evidence)

    def _moved(self, effect: Effect, hmacs: tuple[str, ...], delivery: Delivery, left_at: datetime | None):
        row, now = self._row(hmacs), database_now()
        if effect is Effect.SUPPRESS_LATER:
            health, act = after_missing_domain(row.health, now=now, clean=_clean(delivery, row.nowhere_since))
        else:
            clean = _clean(delivery, row.health.since)
            health, act = after_soft_bounce(row.health, left_at=left_at or now, now=now, clean=clean)
        self.filter(pk=row.pk).update(**asdict(health))
        return act, health.suspended_until

    def _row(self, hmacs: tuple[str, ...]) -> "AddressHealth":
        found = self.filter(address_hmac__in=hmacs).select_for_update().first()
        if found:
            return found
        self.bulk_create([self.model(address_hmac=hmacs[-1], key_id=_current_key())], ignore_conflicts=True)
        return self.select_for_update().get(address_hmac=hmacs[-1])


class AddressHealth(models.Model):
    """How often letters to one address came back lately."""

    address_hmac = models.CharField(max_length=64, unique=True)
    key_id = models.CharField(max_length=8)
    score = models.PositiveSmallIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)
    nowhere_since = models.DateTimeField(null=True)

    objects = AddressHealthQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "address health"

    def __str__(self) -> str:
        return f"Score {self.score}"

    @property
    def health(self) -> Health:
        return Health(
            score=self.score,
            counted_at=self.counted_at,
            suspended_until=self.suspended_until,
            nowhere_since=self.nowhere_since,
        )


def _clean(delivery: Delivery, since: datetime | None) -> int:
    """Letters to the same reader that left after `since` and have not come back, this one left aside."""
    if since is None or delivery.subscription_id is None:
        return 0
    same = Delivery.objects.filter(subscription__subscriber__subscriptions=delivery.subscription_id)
    left = same.filter(state=State.HANDED_OVER, ended_at__gt=since).exclude(outcome=Outcome.BOUNCED)
    return left.exclude(pk=delivery.pk).count()


def _bar(hmacs: tuple[str, ...], *, until: datetime | None, evidence: str) -> None:
    reason = Suppression.Reason.SOFT_BOUNCES if until else Suppression.Reason.HARD_BOUNCE
    standing = Suppression.objects.active().filter(address_hmac__in=hmacs, newsletter=None, reason=reason)
    if not standing.exists():
        Suppression.objects.create(
            address_hmac=hmacs[-1], key_id=_current_key(), reason=reason, until=until, evidence=evidence[:400]
        )


def _current_key() -> str:
    return list(suppression_keys())[-1]
