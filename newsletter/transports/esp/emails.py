"""A finished message as anymail wants to see it: the same frozen words, read back out of our own wire bytes."""

from django.core.mail import EmailMultiAlternatives

from newsletter.core.content import Message
from newsletter.core.eml import ReadLetter, read_letter
from newsletter.core.providers import MARKED_BY_TAG, UNMARKED, Provider, Repeats

# What the provider writes itself, or takes in a field of its own.
_OWN_FIELDS = frozenset({"from", "to", "subject", "reply-to", "date", "mime-version"})


class WireEmail(EmailMultiAlternatives):
    """`wire` are the bytes that any other transport would hand over."""

    wire: bytes
    envelope_to: str
    delivery_id: str


def as_email(message: Message, *, provider: Provider) -> WireEmail:
    """One recipient, nothing measured, and of our ledger nothing but the public id."""
    letter = read_letter(message.delivery_id, message.data)
    headers = dict(letter.headers)
    email = WireEmail(
        subject=letter.subject,
        body=letter.text,
        from_email=letter.sender,
        to=[letter.to],
        reply_to=[headers["Reply-To"]] if "Reply-To" in headers else [],
        headers=_headers(letter, message, provider),
    )
    if letter.html:
        email.attach_alternative(letter.html, "text/html")
    email.wire, email.envelope_to, email.delivery_id = message.data, message.envelope_to, message.delivery_id
    if provider.slug in MARKED_BY_TAG:
        email.tags = [message.delivery_id]
    elif provider.slug not in UNMARKED:
        email.metadata = {"public_id": message.delivery_id}
    if provider.switches_tracking:
        email.track_opens = email.track_clicks = False
    return email


def _headers(letter: ReadLetter, message: Message, provider: Provider) -> dict[str, str]:
    kept = {name: value for name, value in letter.headers if _is_ours(name, provider)}
    if provider.repeats is Repeats.FIELD:
        kept["idempotencyKey"] = message.delivery_id
    return kept | dict(provider.headers)


def _is_ours(name: str, provider: Provider) -> bool:
    lower = name.lower()
    if lower == "message-id":
        return provider.keeps_message_id
    return lower not in _OWN_FIELDS and not lower.startswith("content-")
