"""The control: a sender as many are written. It hands over and marks afterwards; what a crash left goes out again.

The harness must find its doubles. If it does not, the harness is broken.
"""

from cms.clock import Now
from newsletter.conf import conf
from newsletter.core.delivery_state import State
from newsletter.core.receipts import Said
from newsletter.management.looping import Loop
from newsletter.models import Delivery, Heartbeat
from newsletter.pipeline.claim import claim_deliveries
from newsletter.pipeline.personalize import Press
from newsletter.transports.base import RouteFailed
from newsletter.transports.choose import chosen_transport

AT_ONCE = 10


def run() -> None:
    loop = Loop(Heartbeat.Kind.SENDER)
    transport = chosen_transport(conf(), stopping=loop.stopping)
    loop.until_stopped(lambda: _look(transport, loop.run))


def _look(transport, run: str) -> bool:
    claims = {claim.public_id: claim for claim in claim_deliveries(AT_ONCE, run=run)}
    messages = map(Press().personalize, claims.values())
    try:
        for receipt in transport.offer(messages, mark=_everyone):
            row = Delivery.objects.with_ticket(claims[receipt.delivery_id].ticket)
            if receipt.said is Said.ACCEPTED:
                row.update(state=State.HANDED_OVER, marked_at=Now(), ended_at=Now())
            else:
                row.update(state=State.PENDING, lease_token=None, lease_until=None)
    except RouteFailed:
        return False
    return bool(claims)


def _everyone(waiting) -> set[str]:
    return {message.delivery_id for message in waiting}
