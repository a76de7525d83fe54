"""Planned alone or in bulk, a delivery is the same row; what is there already is not planned again."""

import pytest

from newsletter.core.purposes import Purpose
from newsletter.models import Delivery
from newsletter.models.plans import Letters, planned, write_deliveries
from tests.factories import due_issue

DRAWN = {"id", "public_id", "not_before"}


@pytest.fixture
def issue(cast):
    return due_issue(cast.newsletter)


def letters_of(issue):
    references = {"issue_id": issue.pk, "compiled_id": issue.compiled_id}
    return Letters(purpose=Purpose.ISSUE, at=issue.send_at, references=references)


def row_for(issue, reader):
    key = f"i:{issue.pk}:{reader.pk}"
    return letters_of(issue).own(dedupe_key=key, mailbox="ada@gmail.com", subscription_id=reader.pk)


def facts_of(delivery):
    return {f.attname: getattr(delivery, f.attname) for f in Delivery._meta.concrete_fields if f.name not in DRAWN}


def test_a_delivery_written_in_bulk_is_the_one_that_would_be_planned_alone(cast, issue):
    ada = cast.readers["ada"]
    write_deliveries(letters_of(issue), [row_for(issue, ada)])
    in_bulk = Delivery.objects.get()
    in_bulk.delete()

    planned(
        dedupe_key=in_bulk.dedupe_key,
        purpose=Purpose.ISSUE,
        mailbox="ada@gmail.com",
        at=issue.send_at,
        issue_id=issue.pk,
        subscription_id=ada.pk,
        compiled_id=issue.compiled_id,
    ).save()

    assert facts_of(Delivery.objects.get()) == facts_of(in_bulk)
    assert in_bulk.receiver == "gmail"


def test_a_delivery_written_in_bulk_may_leave_at_once(cast, issue):
    write_deliveries(letters_of(issue), [row_for(issue, cast.readers["ada"])])

    assert Delivery.objects.due().count() == 1


def test_who_has_a_delivery_already_keeps_it_and_the_others_get_theirs(cast, issue):
    ada, esra = cast.readers["ada"], cast.readers["esra"]
    write_deliveries(letters_of(issue), [row_for(issue, ada)])
    first = Delivery.objects.get()

    write_deliveries(letters_of(issue), [row_for(issue, ada), row_for(issue, esra)])

    assert Delivery.objects.count() == 2
    assert Delivery.objects.get(subscription=ada).public_id == first.public_id


def test_nobody_to_write_to_writes_nothing(issue):
    write_deliveries(letters_of(issue), [])

    assert not Delivery.objects.exists()
