"""Proof of what one reader agreed to. Whoever takes it leaves a record of that."""

from typing import Any

from django.db import transaction

from cms.clock import database_now
from newsletter.core.consent_proof import FORMAT, HOW_TO_CHECK, REACH, proved_chain
from newsletter.models import AccessRecord, ConsentEvent, Subscriber, Subscription


def prove_consent(reader: Subscriber, *, by, why: str) -> dict[str, Any]:
    """Every consent of this reader with its chain, checked now, as JSON has it. Moments are ISO 8601 in UTC."""
    with transaction.atomic():
        AccessRecord.objects.note("exported", by=by, readers=[reader], fields="proof of consent", why=why)
        rows = reader.subscriptions.with_target().order_by("pk")
        consents = [_subscription(row) for row in rows]
        made_at = database_now()
    return {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "made_by": str(by),
        "made_for": why,
        "reader": {
            "id": str(reader.public_id),
            "email": reader.email,
            "email_since": (reader.address_since or reader.created_at).isoformat(),
            "first_name": reader.first_name,
            "language": reader.language,
            "since": reader.created_at.isoformat(),
        },
        "verified": all(each["verified"] for each in consents),
        "consents": consents,
        "reach": REACH,
        "how_to_check": HOW_TO_CHECK,
    }


def _subscription(row: Subscription) -> dict[str, Any]:
    # By the pseudonym, which is in the hash: a line that lost its reader is still their line.
    events = list(ConsentEvent.objects.filter(subject=row.public_id).select_related("actor").order_by("seq"))
    chain = proved_chain(
        [event.line for event in events],
        recorded=[event.recorded_at for event in events],
        actors=[str(event.actor or "") for event in events],
    )
    return {
        "to": row.target.name,
        "subject": str(row.public_id),
        "state": row.state,
        "stands": bool(events) and events[-1].action in ConsentEvent.YES,
        **chain,
    }
