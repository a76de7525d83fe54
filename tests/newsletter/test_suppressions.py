from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from cms.clock import database_now
from newsletter.core.addresses import AddressRefused
from newsletter.models import Suppression
from newsletter.suppressions import SuppressionRefused, find, lift, suppress

Reason = Suppression.Reason
ADA = "ada@example.org"


@pytest.fixture
def mara(db):
    return get_user_model().objects.create_user("mara", "mara@example.org", "a long password for tests")


def test_an_address_is_suppressed_once_for_one_reason_however_it_is_written(mara):
    first = suppress(" Ada@Example.ORG ", reason=Reason.STAFF, evidence="A letter of 3 May.", by=mara)

    assert suppress(ADA, reason=Reason.STAFF) == first
    assert suppress(ADA, reason=Reason.COMPLAINT) != first
    assert find(ADA).count() == 2
    assert first.set_by == mara


def test_a_suspension_grows_longer_and_never_shorter(db):
    now = database_now()
    suppress(ADA, reason=Reason.SOFT_BOUNCES, until=now + timedelta(days=7))

    assert suppress(ADA, reason=Reason.SOFT_BOUNCES, until=now + timedelta(days=3)).until == now + timedelta(days=7)
    assert suppress(ADA, reason=Reason.SOFT_BOUNCES, until=now + timedelta(days=9)).until == now + timedelta(days=9)
    assert suppress(ADA, reason=Reason.SOFT_BOUNCES).until is None


def test_lifting_needs_a_reason_and_keeps_the_row(mara):
    row = suppress(ADA, reason=Reason.STAFF)
    with pytest.raises(SuppressionRefused):
        lift(row.pk, by=mara, why="  ")

    assert lift(row.pk, by=mara, why="They wrote on 3 June that they want letters.")
    assert not lift(row.pk, by=mara, why="again")
    assert find(ADA).get().lifted_by == mara
    assert not Suppression.objects.active().exists()


def test_a_lifted_address_can_be_suppressed_anew(mara):
    lift(suppress(ADA, reason=Reason.STAFF).pk, by=mara, why="a mistake")

    suppress(ADA, reason=Reason.STAFF)
    assert Suppression.objects.active().count() == 1


def test_an_address_is_found_under_an_older_key(db, settings):
    suppress(ADA, reason=Reason.OBJECTION)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret of enough length for these tests, rotated today"

    assert find(ADA).exists()
    assert suppress(ADA, reason=Reason.OBJECTION) == find(ADA).get()


def test_what_is_no_address_is_refused(db):
    with pytest.raises(AddressRefused):
        suppress("ada at example", reason=Reason.STAFF)
