import pytest

from newsletter.events.hear import hear_waiting
from newsletter.events.store import Door, store_mail
from newsletter.models import Delivery, InboundEvent
from newsletter.send import deliver


@pytest.fixture
def letters(issue, transport):
    """The letters that have left, by the name of their reader."""
    deliver(transport=transport, run="a", limit=10)
    return {message.envelope_to.partition("@")[0]: message for message in transport.kept}


@pytest.fixture
def ada(letters):
    """Ada's letter as it left."""
    return letters["ada"]


@pytest.fixture
def hear():
    """Store a mail, apply it, and say what was made of it."""

    def heard(raw, *, recipient="", door=Door.LMTP):
        store_mail(raw, door=door, recipient=recipient)
        hear_waiting()
        return InboundEvent.objects.first()

    return heard


@pytest.fixture
def row(ada):
    """Ada's letter in the ledger, as it is now."""
    return lambda: Delivery.objects.get(public_id=ada.delivery_id)
