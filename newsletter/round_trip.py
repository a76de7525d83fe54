"""The way back of bounces, tried by mailing one to ourselves: by a worker, and never waited for in a request."""

import secrets
from contextlib import closing
from email.utils import format_datetime

from cms.clock import database_now
from newsletter.conf import Conf, conf, token_keys
from newsletter.core.content import Message
from newsletter.core.deliverability.round_trip import NEVER, bounce, verdict
from newsletter.core.deliverability.verdicts import Verdict, not_checked
from newsletter.core.providers import PROVIDERS
from newsletter.core.purposes import Purpose
from newsletter.core.receipts import Receipt, Said
from newsletter.core.replies import shortened
from newsletter.core.routes import RouteNotUnderstood
from newsletter.core.tokens import DELIVERY_BYTES, envelope_token
from newsletter.models import Delivery, RoundTrip
from newsletter.transports.base import RouteFailed
from newsletter.transports.choose import chosen_transport


def wish() -> bool:
    """Somebody wants to know: True where a worker should be told, False where one was told within a minute."""
    return not unfit() and RoundTrip.objects.ask()


def send_if_wished() -> None:
    """What was wished for, once. The row says what came of it."""
    name = _nobody()
    if RoundTrip.objects.begin(name):
        _send(name, conf())


def latest() -> Verdict:
    """What is known of the way back now."""
    if why_not := unfit():
        return not_checked(why_not)
    row = RoundTrip.objects.first()
    trip = row.trip if row else None
    return verdict(trip, now=database_now()) if trip else not_checked(NEVER)


def is_on() -> bool:
    """Whether one is on its way, and may still be heard."""
    row = RoundTrip.objects.first()
    trip = row.trip if row else None
    return bool(trip and trip.is_on(database_now()))


def unfit() -> str:
    """Why the way back cannot be tried here; empty where it can."""
    own = conf()
    if own.transport == "esp":
        provider = PROVIDERS.get(own.esp["slug"])
        return f"{provider.name if provider else 'The provider'} takes the bounces itself and tells us of them."
    if own.transport != "smtp":
        return "Letters stay on this machine, so nothing comes back."
    if not own.hears_mail:
        return "No mail is heard here. Set PARTWISE_LMTP or PARTWISE_BOUNCE_MAILBOX, see docs/howto/bounces.md."
    return ""


def _nobody() -> bytes:
    """A name that is no letter's."""
    while Delivery.objects.named(drawn := secrets.token_bytes(DELIVERY_BYTES)).exists():
        continue
    return drawn


def _send(name: bytes, own: Conf) -> None:
    message = _message(name, own)
    RoundTrip.objects.left(name)  # before it leaves: a fast server brings it back before it has said yes
    try:
        receipts = _offered(message, own)
    except (RouteFailed, RouteNotUnderstood) as away:
        RoundTrip.objects.failed(name, away=shortened(str(away)))
        return
    for receipt in receipts:
        if receipt.said in {Said.DEFERRED, Said.REFUSED}:
            RoundTrip.objects.failed(name, refusal=shortened(receipt.reply))


def _offered(message: Message, own: Conf) -> list[Receipt]:
    with closing(chosen_transport(own)) as transport:
        return list(transport.offer([message], mark=lambda waiting: {each.delivery_id for each in waiting}))


def _message(name: bytes, own: Conf) -> Message:
    to = f"b+{envelope_token(token_keys(), delivery=name)}@{own.bounce_domain}"
    facts = {"domain": own.sending_domain, "message_id": f"<{name.hex()}@{own.sending_domain}>"}
    data = bounce(to=to, moment=format_datetime(database_now()), **facts)
    # A report has no sender of its own (RFC 3464 2): what gives it back would go round in circles.
    return Message(delivery_id=name.hex(), envelope_from="", envelope_to=to, data=data, purpose=Purpose.TEST)
