"""Our own messages whose answer was lost go once more: a person waits, and a second copy harms nobody."""

from django.db.models import Exists, OuterRef

from cms.clock import Now
from newsletter.core.delivery_state import Cause, Event, Resolution, State
from newsletter.core.purposes import OWN
from newsletter.models import Delivery, DeliveryEvent


def repeat_own_messages() -> None:
    """The uncertain ones that were not repeated yet, within their time, with the same Message-ID and Date."""
    repeated = DeliveryEvent.objects.filter(delivery=OuterRef("pk"), evidence__event=Event.SEND_AGAIN.value)
    lost = Delivery.objects.filter(purpose__in=sorted(OWN), resolution=Resolution.NONE, give_up_at__gt=Now())
    lost.filter(~Exists(repeated)).shift(Event.SEND_AGAIN, before=State.UNCERTAIN, cause=Cause.RULE, not_before=Now())
