"""What is over its time goes, the rest stays, and a count beforehand changes nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from cms.clock import database_now
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.retention import Kept, kept_for
from newsletter.events.store import Door, store_mail
from newsletter.management.commands import run_scheduler
from newsletter.models import (
    AccessRecord,
    AddressHealth,
    ConsentEvent,
    Delivery,
    Exclusion,
    InboundEvent,
    Issue,
    MailedLink,
    Subscriber,
    Subscription,
)
from newsletter.progress import progress
from newsletter.retention import clear_old
from newsletter.send import deliver, sweep
from newsletter.subscriptions import leave
from tests.newsletter.core.returned import report

SECOND = timedelta(seconds=5)
LATER = kept_for(Kept.ACCESS_RECORD) + SECOND


def age(kind, rows, field):
    """These rows have just passed their time; says the moment that is just inside it."""
    over = database_now() - kept_for(kind)
    rows.update(**{field: over - SECOND})
    return over + timedelta(minutes=1)


@pytest.fixture
def letters(issue, transport):
    """Ada's and Esra's letters have left; the next server said something."""
    deliver(transport=transport, run="a", limit=10)
    sweep()
    Delivery.objects.update(reply="250 kept for ada@example.org")
    return Delivery.objects.order_by("pk")


def test_what_servers_said_is_kept_for_30_days(letters):
    young = age(Kept.RAW_REPLY, letters, "ended_at")
    Delivery.objects.filter(pk=letters.first().pk).update(ended_at=young)

    assert clear_old()[Kept.RAW_REPLY] == 1
    assert [bool(row.reply) for row in letters.all()] == [True, False]
    assert clear_old()[Kept.RAW_REPLY] == 0


def test_mail_that_came_back_is_kept_for_30_days_and_its_verdict_for_good(letters):
    store_mail(report(), door=Door.MAILBOX)
    age(Kept.INBOUND_MAIL, InboundEvent.objects.all(), "received_at")

    assert clear_old()[Kept.INBOUND_MAIL] == 1
    event = InboundEvent.objects.get()
    assert (event.raw, event.said, event.verdict) == (None, "", "waiting")


def test_how_an_address_behaved_is_forgotten_when_nothing_bad_was_heard_for_long(db):
    now = database_now()
    old, young = now - kept_for(Kept.ADDRESS_HEALTH) - SECOND, now - timedelta(days=30)
    for number, moments in enumerate(
        [{"counted_at": old}, {"counted_at": old, "nowhere_since": young}, {"suspended_until": old}, {}]
    ):
        AddressHealth.objects.create(address_hmac=str(number), key_id="k", **moments)

    assert clear_old()[Kept.ADDRESS_HEALTH] == 3
    assert AddressHealth.objects.get().address_hmac == "1"


def test_for_whom_a_letter_was_is_forgotten_after_13_months_and_the_sums_stay(letters, issue):
    before = progress(issue.pk)
    age(Kept.DELIVERY, letters, "ended_at")
    age(Kept.DELIVERY, Issue.objects.filter(pk=issue.pk), "finished_at")
    excluded = Exclusion.objects.count()

    assert clear_old()[Kept.DELIVERY] == letters.count() + excluded
    assert not Delivery.objects.exclude(subscription=None).exists()
    assert not Delivery.objects.exclude(receiver="").exists()
    assert not Exclusion.objects.exclude(subscription=None).exists()
    after = progress(issue.pk)
    assert (after.recipients, after.words) == (before.recipients, before.words)


def test_a_proof_of_consent_names_nobody_three_years_after_the_end(cast):
    ada = cast.readers["ada"]
    ConsentEvent.objects.filter(subscription=ada)
    leave(ada.pk, method="page", evidence="a form")
    age(Kept.CONSENT, Subscription.objects.filter(pk=ada.pk), "ended_at")

    assert clear_old()[Kept.CONSENT] == 1
    assert not Subscriber.objects.filter(email="ada@example.org").exists()
    proof = ConsentEvent.objects.filter(subject=ada.public_id)
    assert proof.count() == 2
    assert {(line.subscription_id, line.evidence) for line in proof} == {(None, "")}
    assert list(ConsentEvent.objects.faults()) == []


def test_whoever_still_reads_something_else_is_kept(cast):
    ada = cast.readers["ada"]
    other = type(cast.newsletter).objects.create(
        name="Notes", slug="notes", zone="UTC", from_name="M", from_email="m@example.org", postal_address="x"
    )
    Subscription.objects.create(subscriber=ada.subscriber, newsletter=other, state="active")
    leave(ada.pk, method="page")
    age(Kept.CONSENT, Subscription.objects.filter(pk=ada.pk), "ended_at")

    clear_old()

    assert Subscription.objects.get(subscriber=ada.subscriber).newsletter == other


def test_links_that_we_mailed_are_forgotten_but_not_one_that_waits_for_a_yes(cast):
    reader = cast.readers["ada"].subscriber
    for purpose in (LinkPurpose.MANAGE, LinkPurpose.CONFIRM):
        MailedLink.objects.make(reader, purpose=purpose, newsletter=cast.newsletter)
    age(Kept.MAILED_LINK, MailedLink.objects.all(), "created_at")

    assert clear_old()[Kept.MAILED_LINK] == 1
    assert MailedLink.objects.get().purpose == LinkPurpose.CONFIRM


def test_who_looked_is_kept_for_three_years(db, monkeypatch):
    AccessRecord.objects.create(action=AccessRecord.Action.SAW)
    monkeypatch.setattr("newsletter.retention.database_now", lambda: database_now() + LATER)

    assert clear_old()[Kept.ACCESS_RECORD] == 1
    assert not AccessRecord.objects.exists()


def test_a_count_beforehand_changes_nothing(letters):
    age(Kept.RAW_REPLY, letters, "ended_at")
    out = StringIO()

    call_command("clear_old", "--dry-run", stdout=out)

    assert "2 would be cleared: raw_reply, kept 30 days" in out.getvalue()
    assert Delivery.objects.exclude(reply="").count() == 2


def test_more_than_fit_one_transaction_are_all_cleared(letters, monkeypatch):
    monkeypatch.setattr("newsletter.retention.AT_ONCE", 1)
    age(Kept.RAW_REPLY, letters, "ended_at")

    assert clear_old()[Kept.RAW_REPLY] == 2


def test_the_scheduler_clears_when_it_begins_and_then_every_hour(db, monkeypatch):
    calls = []
    monkeypatch.setattr(run_scheduler, "clear_old", lambda: calls.append(1) or {})
    scheduler = run_scheduler.Scheduler()
    scheduler.look()
    scheduler.look()
    assert len(calls) == 1

    scheduler._clearing._begun -= run_scheduler.CLEAR_S
    scheduler.look()
    assert len(calls) == 2


def test_a_clearing_that_fails_stops_no_letter_and_is_told(db, monkeypatch, caplog):
    def fail():
        raise ValueError("ada@example.org")

    monkeypatch.setattr(run_scheduler, "clear_old", fail)
    run_scheduler.Scheduler().look()

    assert "not cleared" in caplog.text
    assert "ada@" not in caplog.text
