"""The beginning of a random public id, unique by construction: tokens have no room for more of it."""

from django.db import models

from newsletter.core.tokens import SUBSCRIPTION_BYTES

SHORT_HEX = 2 * SUBSCRIPTION_BYTES  # what a token carries


class ShortIdField(models.CharField):
    """Written from `public_id` wherever a row is, one by one or in bulk; the database refuses a second one."""

    def pre_save(self, model_instance, add: bool) -> str:  # noqa: ARG002, FBT001 - Django's signature
        short_id = model_instance.public_id.hex[:SHORT_HEX]
        setattr(model_instance, self.attname, short_id)
        return short_id
