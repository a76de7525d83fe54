from collections.abc import Mapping

from django.db import models

from newsletter.core.merge_fields import LINK_FIELD


class AddresseeQuerySet(models.QuerySet):
    def of(self, delivery_ids) -> dict[int, "Addressee"]:
        """Who gets these messages of ours, by delivery; one who was erased since is not there."""
        found = self.filter(delivery__in=delivery_ids).select_related("subscriber", "link")
        return {row.delivery_id: row for row in found}


class Addressee(models.Model):
    """Whom a message of ours goes to, and what its merge fields become. The ledger holds neither.

    It goes when its reader is erased, and with it the way to them; a delivery that still waits is then cancelled.
    """

    delivery = models.OneToOneField("newsletter.Delivery", on_delete=models.CASCADE, related_name="addressee")
    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(max_length=254, blank=True, help_text="Empty means the reader's own.")
    link = models.ForeignKey("newsletter.MailedLink", null=True, on_delete=models.CASCADE, related_name="addressees")
    values = models.JSONField(default=dict)

    objects = AddresseeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"To {self.subscriber}"

    @property
    def mailbox(self) -> str:
        return self.address or self.subscriber.email

    @property
    def filled(self) -> Mapping[str, str]:
        """The values of its fields, with the link made anew."""
        return {**self.values, LINK_FIELD: self.link.url} if self.link else self.values
