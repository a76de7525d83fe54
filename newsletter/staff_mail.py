"""Mails of the admin to those who log in, such as the way to a new password: at once, by the way that letters take."""

import uuid
from collections.abc import Sequence
from contextlib import closing
from email import message_from_bytes, policy
from email.utils import parseaddr
from functools import partial

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from newsletter.conf import conf
from newsletter.core.addresses import normal_form
from newsletter.core.content import Message
from newsletter.core.purposes import Purpose
from newsletter.core.receipts import Said
from newsletter.core.receiver_groups import receiver_group
from newsletter.transports.base import RouteFailed
from newsletter.transports.choose import chosen_transport

_WIRE = policy.SMTP.clone(cte_type="7bit")


class StaffMail(BaseEmailBackend):
    """Django's way to mail, for what Wagtail writes to staff; the ledger holds letters to readers, and none of these.

    Inside a transaction a mail waits for its end. Raises AddressRefused, and RouteFailed when nobody took the mail.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many there were to hand over."""
        for email in email_messages:
            for to in email.recipients():
                transaction.on_commit(partial(_hand_over, _message(email, to)))
        return len(email_messages)


def _hand_over(message: Message) -> None:
    with closing(chosen_transport(conf())) as transport:
        receipts = list(transport.offer([message], mark=lambda waiting: {each.delivery_id for each in waiting}))
    if not any(receipt.said is Said.ACCEPTED for receipt in receipts):
        raise RouteFailed("The next server did not take a mail to staff. Look at the page Sending in the admin.")


def _message(email: EmailMessage, to: str) -> Message:
    """One message to one address."""
    name = uuid.uuid4().hex
    address = normal_form(parseaddr(to)[1]).mailbox
    return Message(
        delivery_id=name,
        envelope_from=parseaddr(email.from_email)[1],
        envelope_to=address,
        data=_wire(email, message_id=f"<{name}@{conf().sending_domain}>"),
        purpose=Purpose.STAFF,
        receiver=receiver_group(address),
    )


def _wire(email: EmailMessage, *, message_id: str) -> bytes:
    """The bytes that leave: lines end as on the wire, and nothing is beyond ASCII."""
    # Django's own classes leave beyond-ASCII text as it is, also where they are told not to.
    message = message_from_bytes(email.message().as_bytes(), policy=_WIRE)
    del message["Message-ID"]
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    return message.as_bytes()
