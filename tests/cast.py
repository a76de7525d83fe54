"""The newsletter half of the cast: Slow Letters and its five readers, without a single page."""

from dataclasses import dataclass, field

from cms.clock import database_now
from newsletter.conf import suppression_keys
from newsletter.core.addresses import normal_form
from newsletter.core.tokens import address_hmac
from newsletter.models import ConsentEvent, Newsletter, Subscriber, Subscription, Suppression

READERS = {
    "ada": ("Ada", "Europe/Lisbon", "active"),
    "bram": ("Bram", "Europe/Amsterdam", "active"),
    "chidi": ("Chidi", "Africa/Lagos", "pending"),
    "dina": ("Dina", "Asia/Jerusalem", "paused"),
    "esra": ("إسراء", "Pacific/Auckland", "active"),
}


@dataclass
class Cast:
    """Ada and Esra get letters; Bram bounced for good, Chidi never confirmed, Dina paused."""

    newsletter: Newsletter
    readers: dict[str, Subscription] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, str]:
        return {name: f"{name}@example.org" for name in self.readers}

    def add_reader(
        self, name: str, *, state: str = "active", consent: bool = True, first_name: str = "", at: str = "example.org"
    ) -> Subscription:
        reader = Subscriber.objects.create(email=f"{name}@{at}", first_name=first_name)
        row = Subscription.objects.create(
            subscriber=reader, newsletter=self.newsletter, state=state, confirmed_at=database_now()
        )
        if consent:
            give_consent(row)
        self.readers[name] = row
        return row


def build_cast() -> Cast:
    """The cast, new. Needs a database."""
    cast = Cast(
        Newsletter.objects.create(
            name="Slow Letters",
            slug="slow-letters",
            description="A letter now and then.",
            zone="Europe/Lisbon",
            from_name="Mara Ellison",
            from_email="letters@example.org",
            postal_address="Small Hours, 1 Quiet Lane, 1100-001 Lisbon",
        )
    )
    for name, (first_name, zone, state) in READERS.items():
        row = cast.add_reader(name, state=state, consent=state != "pending", first_name=first_name)
        Subscriber.objects.filter(pk=row.subscriber_id).update(zone=zone)
    suppress("bram@example.org")
    return cast


def give_consent(row: Subscription) -> ConsentEvent:
    return ConsentEvent.objects.create(
        subscription=row,
        seq=1,
        action=ConsentEvent.Action.CONFIRMED,
        method=ConsentEvent.Method.PAGE,
        wording="Send me letters.",
        given_on=database_now(),
    )


def suppress(address: str, *, reason: str = "hard_bounce", **fields) -> Suppression:
    key_id, key = list(suppression_keys().items())[-1]
    return Suppression.objects.create(
        address_hmac=address_hmac(normal_form(address).key, key=key), key_id=key_id, reason=reason, **fields
    )
