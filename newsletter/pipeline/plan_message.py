"""A message of ours as a row of the ledger, with the one it goes to: both or neither."""

import uuid

from django.db import transaction

from cms.clock import database_now
from newsletter.core.addresses import normal_form
from newsletter.core.messages import PURPOSES, MessageName
from newsletter.models import Addressee, CompiledIssue, Delivery, MailedLink, Subscriber
from newsletter.models.plans import planned


def plan_message(
    frozen: CompiledIssue,
    *,
    to: Subscriber,
    address: str = "",
    link: MailedLink | None = None,
    values: dict[str, str],
) -> Delivery:
    """The delivery of a frozen message; it leaves with the next claim. Raises AddressRefused for an odd address."""
    name = MessageName(frozen.message)
    mailbox = normal_form(address or to.email).mailbox
    with transaction.atomic():
        row = planned(
            dedupe_key=f"m:{name}:{link.public_id if link else uuid.uuid4()}",
            purpose=PURPOSES[name],
            mailbox=mailbox,
            at=database_now(),
            compiled=frozen,
        )
        row.save(force_insert=True)
        Addressee.objects.create(delivery=row, subscriber=to, address=address, link=link, values=values)
    return row
