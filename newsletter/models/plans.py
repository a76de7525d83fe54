"""A delivery as it is planned: what must be the same on every attempt is fixed here, once."""

import uuid
from datetime import datetime

from newsletter.conf import conf, message_id_key, token_keys
from newsletter.core.purposes import Purpose, priority, tried_for
from newsletter.core.receiver_groups import receiver_group
from newsletter.core.tokens import envelope_token, message_id
from newsletter.models.deliveries import Delivery


def planned(*, dedupe_key: str, purpose: Purpose, mailbox: str, at: datetime, **references) -> Delivery:
    """The row for one recipient, not saved. `at` is the database's time: it becomes the Date of the letter."""
    public_id = uuid.uuid4()
    return Delivery(
        public_id=public_id,
        dedupe_key=dedupe_key,
        purpose=purpose,
        priority=priority(purpose),
        receiver=receiver_group(mailbox),
        give_up_at=at + tried_for(purpose),
        message_id=message_id(dedupe_key, key=message_id_key(), domain=conf().sending_domain),
        date_header=at.replace(microsecond=0),
        envelope_token=envelope_token(token_keys(), delivery=public_id.bytes),
        **references,
    )
