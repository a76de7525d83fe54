"""What a token in a letter names is one row, never two."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from newsletter.models import CompiledIssue, Newsletter, Subscriber, Subscription
from tests.factories import altered_copy

FIRST = bytes.fromhex("a1b2c3d4e5f6")


def beginning_alike(last: int) -> UUID:
    return UUID(bytes=FIRST + bytes(9) + bytes([last]))


def test_a_subscription_is_found_by_the_bytes_that_its_tokens_carry(cast):
    row = Subscription.objects.first()

    assert Subscription.objects.named(row.public_id.bytes[:6]).get() == row
    assert not Subscription.objects.named(b"nobody").exists()


def test_a_second_subscription_that_begins_alike_is_refused(cast):
    first, second = Subscription.objects.all()[:2]
    first.public_id, second.public_id = beginning_alike(1), beginning_alike(2)
    first.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    assert Subscription.objects.named(FIRST).get() == first


def test_rows_made_in_bulk_have_theirs_too(cast):
    other = Newsletter.objects.create(name="Quiet Letters", slug="quiet-letters", from_email="quiet@example.org")
    rows = [
        Subscription(subscriber=reader, newsletter=other, public_id=beginning_alike(reader.pk % 256))
        for reader in Subscriber.objects.all()[:2]
    ]

    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.bulk_create(rows)
    assert [row.short_id for row in Subscription.objects.bulk_create(rows[:1])] == [FIRST.hex()]


def test_a_second_frozen_letter_that_begins_alike_is_refused(issue):
    frozen = issue.compiled
    copy = altered_copy(CompiledIssue.objects.get(pk=frozen.pk))
    copy.pk, copy.public_id = None, UUID(bytes=frozen.public_id.bytes[:6] + bytes(10))

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    assert CompiledIssue.objects.named(frozen.public_id.bytes[:6]).get() == frozen
