"""Whatever comes in is written down and committed before anybody tries to understand it, and only once."""

import json
from collections.abc import Mapping
from hashlib import sha256

from newsletter.core.incoming import HEAD_BYTES, MOST_BYTES, is_departure
from newsletter.models import InboundEvent

Door = InboundEvent.Door


def store_mail(raw: bytes, *, door: Door, recipient: str = "", size: int = 0) -> bool:
    """One mail as it arrived, committed when this returns; False for one that lay here already.

    Of a mail over 1 MB only the beginning is kept, and it is read only if it goes to an address for leaving. `size` is
    its whole length where `raw` is a beginning already.
    """
    digest = sha256(recipient.lower().encode() + b"\n" + raw).hexdigest()
    is_large = max(size, len(raw)) > MOST_BYTES
    kept = raw[:HEAD_BYTES] if is_large else raw
    is_unread = is_large and not is_departure(kept, recipient=recipient)
    verdict = InboundEvent.Verdict.TOO_BIG if is_unread else InboundEvent.Verdict.WAITING
    return _stored(digest, door=door, recipient=recipient[:254], raw=kept, verdict=verdict)


def store_provider_event(fields: Mapping[str, str], *, provider: str, event_id: str) -> bool:
    """What a provider told us, without the address; False for an event that lay here already.

    Where the provider gives no id, the fields are it: a doubled event is the same event.
    """
    raw = json.dumps(fields, sort_keys=True).encode()
    digest = sha256(f"{provider}\n{event_id}\n".encode() + (b"" if event_id else raw)).hexdigest()
    return _stored(digest, door=Door.PROVIDER, provider=provider, event_id=event_id[:200], raw=raw)


def _stored(digest: str, **fields) -> bool:
    return InboundEvent.objects.keep(digest=digest, **fields)
