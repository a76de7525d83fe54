"""What a sender holds of a delivery: the ticket that proves its claim, and all that the mark asks again."""

from dataclasses import dataclass, field

from newsletter.core.content import Recipient
from newsletter.core.purposes import Purpose


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Both must match the row at every later move: the run of the sender, and which claim of the delivery it was."""

    delivery: int
    run: str
    claims: int


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claimed delivery with its reader. `address_hmacs` are made under every key that we know."""

    ticket: Ticket
    purpose: Purpose
    compiled_id: int
    issue_id: int | None
    newsletter_id: int
    subscription_id: int | None
    attempts: int
    address_hmacs: tuple[str, ...] = field(repr=False)
    recipient: Recipient = field(repr=False)

    @property
    def public_id(self) -> str:
        """The id that messages and receipts carry."""
        return self.recipient.delivery_id
