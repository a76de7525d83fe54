"""What the database itself refuses: each violation is made by hand, past all our code."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from cms.clock import Now
from newsletter.models import CompiledIssue, ConsentEvent, Delivery, DeliveryEvent, IssueEvent
from newsletter.models.triggers import APPEND_ONLY, MAY_BE_ERASED, MAY_BE_FORGOTTEN, missing_triggers
from newsletter.send import deliver

COLUMNS = [
    (name, column.column)
    for name in APPEND_ONLY
    for column in apps.get_model("newsletter", name)._meta.local_concrete_fields
    if column.column not in MAY_BE_FORGOTTEN and column.column not in MAY_BE_ERASED.get(name, {})
]


@pytest.fixture
def ledger(issue, transport):
    """One line of each kind."""
    deliver(transport=transport, run="a", limit=1)
    row = Delivery.objects.get(state="handed_over")
    DeliveryEvent.objects.create(delivery=row, from_state="pending", to_state="cancelled", cause="person")
    return row


def refuses(sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return True


def test_every_trigger_is_in_place(db):
    assert missing_triggers(connection) == []


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_column_of_an_append_only_row_is_never_changed(ledger, name, column):
    table = apps.get_model("newsletter", name)._meta.db_table

    assert refuses(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("change", ["evidence = 'other'", "salt = 'other'", "subscription_id = subscription_id"])
def test_what_may_be_erased_of_a_consent_never_becomes_anything_else(ledger, change):
    assert refuses(f"UPDATE newsletter_consentevent SET {change}")


def test_an_erased_consent_stays_erased(ledger):
    ConsentEvent.objects.erase_evidence()

    assert set(ConsentEvent.objects.values_list("evidence", "salt")) == {("", "")}
    assert refuses("UPDATE newsletter_consentevent SET evidence = 'other'")


@pytest.mark.parametrize("model", [CompiledIssue, ConsentEvent, DeliveryEvent, IssueEvent])
def test_an_append_only_row_is_never_deleted(ledger, model):
    assert model.objects.exists()
    assert refuses(f"DELETE FROM {model._meta.db_table}")


def test_handed_over_never_becomes_anything_else(ledger):
    table = Delivery._meta.db_table

    assert refuses(f"UPDATE {table} SET state = 'pending', ended_at = NULL, lease_token = NULL WHERE id = {ledger.pk}")


def test_an_account_of_staff_can_be_deleted_and_its_lines_stay(ledger):
    person = get_user_model().objects.create_user("jonah", "jonah@example.org", "a long password for tests")
    DeliveryEvent.objects.create(
        delivery=ledger, from_state="pending", to_state="pending", cause="person", actor=person
    )

    person.delete()

    assert DeliveryEvent.objects.filter(actor=None).count() == 2


def test_an_unknown_state_is_refused(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(state="sort_of")


def test_a_claim_needs_a_lease(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(state="claimed")


def test_a_pending_delivery_has_no_lease(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(lease_token="a")


def test_nothing_is_handed_over_without_a_mark(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(state="handed_over", ended_at=Now())


def test_an_end_has_its_moment(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(state="cancelled", reason="left")


def test_a_cancelled_delivery_has_its_reason(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(state="cancelled", ended_at=Now())


def test_one_connection_has_one_marked_delivery(issue):
    with pytest.raises(IntegrityError):
        Delivery.objects.update(state="marked", lease_token="a", lease_until=Now(), marked_at=Now(), slot=0)
