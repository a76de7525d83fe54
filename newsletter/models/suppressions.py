from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.clock import Now
from newsletter.core.purposes import SECOND_CHANCE, Purpose
from newsletter.models.many_rows import listed


class SuppressionQuerySet(models.QuerySet):
    def active(self):
        """Not lifted, and not past its end, by the database's clock."""
        return self.filter(lifted_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gt=Now()))

    def barring(self, newsletter_id: int):
        """What bars any address from this newsletter today."""
        return self.active().filter(Q(newsletter__isnull=True) | Q(newsletter_id=newsletter_id))

    def of(self, address_hmacs):
        """Those of these addresses, given under every known key; the lifted ones and the past too."""
        return self.filter(address_hmac__in=listed(address_hmacs))

    def against(self, address_hmacs, *, newsletter_id: int):
        """What bars an address, given under every known key, from this newsletter."""
        return self.barring(newsletter_id).of(address_hmacs)

    def that_bar(self, purpose: Purpose):
        """Without those that bar no confirmation: an old hard bounce, and one who left elsewhere and asks anew."""
        if purpose is not Purpose.CONFIRMATION:
            return self
        rows = self.exclude(reason=Suppression.Reason.HARD_BOUNCE, at__lt=Now() - SECOND_CHANCE)
        return rows.exclude(reason=Suppression.Reason.IMPORTED, newsletter__isnull=False)

    def reasons(self) -> dict[str, set[str]]:
        """Why each address is barred, by its keyed hash: one that bounced may have complained as well."""
        found: dict[str, set[str]] = {}
        for address_hmac, reason in self.values_list("address_hmac", "reason"):
            found.setdefault(address_hmac, set()).add(reason)
        return found


class Suppression(models.Model):
    """An address that must not be mailed, as a keyed hash: it wins over every subscription and survives erasure."""

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", "Letters to it came back for good"
        SOFT_BOUNCES = "soft_bounces", "Letters to it kept coming back"
        COMPLAINT = "complaint", "The reader pressed spam"
        OBJECTION = "objection", "The reader objected"
        IMPORTED = "imported", "Came with an import"
        STAFF = "staff", "Set by staff"

    address_hmac = models.CharField(max_length=64)
    key_id = models.CharField(max_length=8)
    newsletter = models.ForeignKey(
        "newsletter.Newsletter", null=True, blank=True, on_delete=models.CASCADE, help_text="Empty means everything."
    )
    reason = models.CharField(max_length=16, choices=Reason)
    evidence = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_why = models.CharField(max_length=400, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        permissions = [("lift_suppression", "Can let a suppressed address be mailed again")]
        indexes = [models.Index(fields=["address_hmac"], name="suppression_by_address")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.at:%Y-%m-%d}"
