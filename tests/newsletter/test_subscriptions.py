from datetime import timedelta

import pytest
from django.db.models.functions import Now

from cms.clock import database_now
from newsletter import subscriptions
from newsletter.core.addresses import AddressRefused
from newsletter.models import ConsentEvent, Subscription
from newsletter.subscriptions import Consent, ReaderRefused, enroll
from tests.factories import states


def yes(**changes):
    facts = {"action": "confirmed", "method": "staff", "wording": "Send me letters.", "given_on": database_now()}
    return Consent(**{**facts, **changes})


@pytest.fixture
def ada(cast):
    return cast.readers["ada"]


def test_enrolling_records_the_words_and_the_moment(cast):
    row = enroll(
        cast.newsletter, email="Finn@Example.org", consent=yes(evidence="a card at the door"), first_name="Finn"
    )

    line = ConsentEvent.objects.get(subscription=row)
    assert (row.state, row.subscriber.email_key) == ("active", "finn@example.org")
    assert (line.seq, line.wording, line.evidence) == (1, "Send me letters.", "a card at the door")


def test_enrolling_twice_is_one_subscription_with_two_lines(cast):
    rows = {enroll(cast.newsletter, email="finn@example.org", consent=yes()).pk for _ in range(2)}

    assert len(rows) == 1
    assert ConsentEvent.objects.filter(subscription__in=rows).count() == 2


def test_enrolling_a_paused_reader_leaves_the_pause(cast):
    assert enroll(cast.newsletter, email="dina@example.org", consent=yes()).state == "paused"


def test_an_older_consent_cannot_bring_back_one_who_left(cast, ada):
    subscriptions.leave(ada.pk, method="page")

    with pytest.raises(ReaderRefused, match="has left since"):
        enroll(cast.newsletter, email="ada@example.org", consent=yes(given_on=database_now() - timedelta(days=1)))


def test_a_newer_consent_brings_them_back(cast, ada):
    subscriptions.leave(ada.pk, method="page")
    consent = yes(given_on=database_now() + timedelta(seconds=1))

    assert enroll(cast.newsletter, email="ada@example.org", consent=consent).state == "active"


def test_an_odd_address_is_refused_with_words(cast):
    with pytest.raises(AddressRefused):
        enroll(cast.newsletter, email="nobody", consent=yes())


def test_a_leaving_can_be_undone_for_an_hour(ada):
    subscriptions.leave(ada.pk, method="page")
    Subscription.objects.filter(pk=ada.pk).update(ended_at=Now() - timedelta(minutes=61))

    assert not subscriptions.restore(ada.pk, method="page")


def test_there_is_nothing_to_undo_for_one_who_stayed(ada):
    assert not subscriptions.restore(ada.pk, method="page")


@pytest.mark.parametrize("days", [0, 91])
def test_a_pause_ends_within_ninety_days(ada, days):
    with pytest.raises(ReaderRefused):
        subscriptions.pause(ada.pk, until=database_now().date() + timedelta(days=days))


def test_one_who_left_cannot_pause(ada):
    subscriptions.leave(ada.pk, method="page")

    with pytest.raises(ReaderRefused):
        subscriptions.pause(ada.pk, until=database_now().date() + timedelta(days=7))


def test_a_pause_ends_on_its_day(ada):
    Subscription.objects.filter(pk=ada.pk).update(state="paused", paused_until=database_now().date())

    assert subscriptions.lift_pauses() == 1
    ada.refresh_from_db()
    assert (ada.state, ada.paused_until) == ("active", None)


def test_letters_that_wait_for_one_who_leaves_are_withdrawn_at_once(cast, issue, ada):
    subscriptions.leave(ada.pk, method="page")

    assert states(issue) == {"ada": "cancelled left", "esra": "pending"}
