from django.conf import settings
from django.db import models


class AccessRecordQuerySet(models.QuerySet):
    def note(self, action: str, *, by, readers, fields: str = "", why: str = "") -> None:
        """One line for each of these readers, in one statement."""
        self.bulk_create(
            [
                self.model(action=action, staff=by, reader=reader.public_id, fields=fields, why=why[:400])
                for reader in readers
            ],
            batch_size=1_000,
        )

    def visible_to(self, user):
        """All of them for whoever may see all; otherwise one's own."""
        return self if user.has_perm("newsletter.view_accessrecord") else self.filter(staff=user)


class AccessRecord(models.Model):
    """Who of the staff saw, exported or changed what of which reader, when and why. It outlives the reader.

    `reader` is the public id; `address_hmac` the keyed hash of an address that may belong to no reader. Never changed.
    """

    class Action(models.TextChoices):
        SAW = "saw", "Saw"
        LOOKED_UP = "looked_up", "Looked up"
        CHANGED = "changed", "Changed"
        NOTED = "noted", "Wrote a note"
        EXPORTED = "exported", "Exported"
        ERASED = "erased", "Erased"
        SUPPRESSED = "suppressed", "Suppressed"
        LIFTED = "lifted", "Lifted a suppression"
        IMPORTED = "imported", "Imported"
        UNDONE = "undone", "Undid an import"
        ASKED = "asked", "Asked readers once"

    action = models.CharField(max_length=12, choices=Action)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="access_records"
    )
    reader = models.UUIDField(null=True)
    address_hmac = models.CharField(max_length=64, blank=True)
    fields = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["reader", "id"], name="access_of_reader")]

    def __str__(self) -> str:
        return f"{self.get_action_display()}, {self.at:%Y-%m-%d}"

    @property
    def short_reader(self) -> str:
        """The beginning of the reader's public id, as the desk names readers."""
        return str(self.reader)[:8] if self.reader else ""
