"""What comes in is written down once, whole or by its beginning, and without an address where we choose the words."""

import json

from newsletter.core.incoming import HEAD_BYTES, MOST_BYTES
from newsletter.events.store import Door, store_mail, store_provider_event
from newsletter.models import InboundEvent

FIELDS = {"type": "bounced", "reason": "", "words": "550 5.1.1", "public_id": "x", "at": "2026-06-01T09:00:00+00:00"}


def test_the_same_mail_is_one_event_and_another_recipients_is_another(db):
    assert store_mail(b"mail", door=Door.LMTP, recipient="b+a@x.example") is True
    assert store_mail(b"mail", door=Door.LMTP, recipient="B+A@x.example") is False
    assert store_mail(b"mail", door=Door.LMTP, recipient="b+b@x.example") is True


def test_of_a_large_mail_the_beginning_is_kept(db):
    store_mail(b"x" * (MOST_BYTES + 1), door=Door.LMTP)

    event = InboundEvent.objects.get()
    assert (len(event.raw), event.verdict) == (HEAD_BYTES, InboundEvent.Verdict.TOO_BIG)


def test_a_beginning_that_was_fetched_says_how_large_the_mail_is(db):
    store_mail(b"Subject: x\r\n\r\n", door=Door.MAILBOX, size=MOST_BYTES + 1)

    assert InboundEvent.objects.get().verdict == InboundEvent.Verdict.TOO_BIG


def test_a_providers_event_is_known_by_its_id_or_by_all_that_it_says(db):
    assert store_provider_event(FIELDS, provider="Postmark", event_id="7") is True
    assert store_provider_event({**FIELDS, "words": "other"}, provider="Postmark", event_id="7") is False
    assert store_provider_event(FIELDS, provider="Postmark", event_id="") is True
    assert store_provider_event(FIELDS, provider="Postmark", event_id="") is False
    assert store_provider_event(FIELDS, provider="Mailgun", event_id="7") is True

    assert json.loads(bytes(InboundEvent.objects.last().raw)) == FIELDS
