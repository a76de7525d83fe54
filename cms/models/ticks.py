from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from cms.core.findings import Finding, asks, fingerprint


class TickQuerySet(models.QuerySet):
    def about(self, looked_at: models.Model) -> "TickQuerySet":
        """Everything that was ever ticked on this article or issue."""
        return self.filter(object_type=ContentType.objects.get_for_model(looked_at), object_id=looked_at.pk)

    def on(self, looked_at: models.Model, findings: Iterable[Finding]) -> dict[str, "Tick"]:
        """The ticks that hold today: fingerprint of an asking finding -> who looked at it."""
        asked = {fingerprint(finding) for finding in asks(findings)}
        if not asked or looked_at.pk is None:
            return {}
        ticks = self.about(looked_at).filter(fingerprint__in=asked).select_related("by")
        return {tick.fingerprint: tick for tick in ticks}

    def open_of(self, looked_at: models.Model, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The questions that nobody has mended or ticked."""
        asked = asks(findings)
        held = self.on(looked_at, asked)
        return tuple(finding for finding in asked if fingerprint(finding) not in held)

    def give(self, looked_at: models.Model, findings: Iterable[Finding], *, key: str, by: models.Model) -> bool:
        """`by` has looked at the question with this fingerprint; False when it is not asked (any more)."""
        found = next((finding for finding in asks(findings) if fingerprint(finding) == key), None)
        if found is None:
            return False
        self.get_or_create(
            object_type=ContentType.objects.get_for_model(looked_at),
            object_id=looked_at.pk,
            fingerprint=key,
            defaults={"check_code": found.check, "by": by, "by_name": _name_of(by)},
        )
        return True

    def carry(self, looked_at: models.Model, *, to: models.Model) -> None:
        """The same passages in another place need not be looked at again: a part of an article that was split."""
        kept = ("object_type", "fingerprint", "check_code", "by_id", "by_name", "at")
        rows = self.about(looked_at).select_related("object_type")
        copies = [Tick(object_id=to.pk, **{name: getattr(row, name) for name in kept}) for row in rows]
        self.bulk_create(copies, ignore_conflicts=True)

    def take_back(self, looked_at: models.Model, *, key: str) -> bool:
        """The question is open again; False when it was."""
        return bool(self.about(looked_at).filter(fingerprint=key).delete()[0])


class Tick(models.Model):
    """A named person has looked at one question of preflight and lets its passage stand.

    The fingerprint covers the check and its passage, so other words ask again, and the same words do not.
    """

    object_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    check_code = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=300)  # stays when the account goes
    at = models.DateTimeField(default=timezone.now)

    objects = TickQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id", "fingerprint"], name="one_tick_a_question")
        ]

    def __str__(self) -> str:
        return f"Looked at by {self.by_name}, {date_format(timezone.localtime(self.at), 'j F')}"


def _name_of(user: models.Model) -> str:
    return user.get_full_name() or user.get_username()
