"""Readers who came without proof are asked once: by a named person, within the limits, and never a second time."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from cms.clock import Now
from newsletter.asking import AskingRefused, _ask_some, ask_once, askable, work_on_askings
from newsletter.models import (
    AccessRecord,
    Addressee,
    Asking,
    ConsentEvent,
    Delivery,
    ImportJob,
    MailedLink,
    Subscriber,
    Subscription,
)
from newsletter.rights import export_reader
from newsletter.send import deliver
from newsletter.sign_up import confirm, forget_unconfirmed
from newsletter.sign_up_hearing import remind
from newsletter.suppressions import find, suppress
from tests.newsletter.importing.conftest import Importer
from tests.newsletter.test_sign_up import a_day_later

FILE = "email,first name\nfay@example.org,Fay\ngil@example.org,Gil\nhal@example.org,Hal\n"


@pytest.fixture
def importer(cast, staff):
    return Importer(cast, staff)


@pytest.fixture
def job(importer):
    """Three readers who wait."""
    return importer.whole(FILE)


def asked(job, *, by, why="They read us at the old house."):
    ask_once(job, by=by, why=why)
    assert not work_on_askings(over=lambda: False)
    return job.askings.first()


def state_of(address):
    return Subscription.objects.get(subscriber__email_key=address).state


def mailed():
    return sorted(row.mailbox for row in Addressee.objects.filter(delivery__compiled__message="ask_once"))


def test_everybody_who_waits_is_asked_once_in_the_ledger_of_our_messages(job, staff, transport):
    found = asked(job, by=staff)

    assert (found.counts, found.finished_at is not None) == ({"asked": 3}, True)
    assert {row.purpose for row in Delivery.objects.filter(addressee__isnull=False)} == {"confirmation"}
    deliver(transport=transport, run="a", limit=9)
    assert sorted(message.envelope_to for message in transport.kept) == mailed()
    assert mailed() == ["fay@example.org", "gil@example.org", "hal@example.org"]


def test_it_stands_in_each_story_and_in_the_audit_with_its_reason(job, staff):
    asked(job, by=staff, why="  They read us at the old house. ")

    line = ConsentEvent.objects.get(subscription__subscriber__email_key="fay@example.org")
    assert (line.action, line.method, line.actor) == ("asked_once", "staff", staff)
    assert line.evidence == "They read us at the old house."
    record = AccessRecord.objects.get(action="asked")
    assert (record.staff, record.fields) == (staff, f"3 readers of import {job.short_id}")
    assert not list(ConsentEvent.objects.all().faults())
    assert not Subscription.objects.with_consent().filter(state="pending").exists()


def test_nobody_is_asked_twice_whoever_asks_and_how_often(job, importer, staff):
    asked(job, by=staff)
    a_day_later(days=40)
    with pytest.raises(AskingRefused, match="nobody left"):
        ask_once(job, by=staff, why="Again.")
    again = importer.whole(FILE)
    with pytest.raises(AskingRefused, match="nobody left"):
        ask_once(again, by=staff, why="Again.")

    assert len(mailed()) == 3


def test_there_is_no_reminder(job, staff):
    asked(job, by=staff)
    MailedLink.objects.update(created_at=Now() - timedelta(hours=30))

    assert remind() == 0


def test_a_yes_brings_letters_with_its_words_as_proof(job, staff):
    asked(job, by=staff)
    link = MailedLink.objects.get(subscriber__email_key="fay@example.org")
    confirm(link)

    assert state_of("fay@example.org") == "active"
    row = Subscription.objects.get(subscriber__email_key="fay@example.org")
    yes = row.consents.get(action="confirmed")
    assert yes.wording == "Please confirm that you would like to get Slow Letters. Yes, send me the letters"
    assert job.short_id in yes.evidence
    assert Subscription.objects.filter(pk=row.pk).with_consent().exists()


def test_where_the_question_never_left_nobody_was_silent(job, importer, staff):
    asked(job, by=staff)
    MailedLink.objects.update(expires_at=Now())
    forget_unconfirmed()

    assert not Subscriber.objects.filter(email_key="fay@example.org").exists()
    assert not find("fay@example.org").exists()
    assert importer.whole(FILE).made == {"pending": 3}


def test_silence_is_a_no_and_only_a_hash_stays(job, importer, staff, transport):
    asked(job, by=staff)
    deliver(transport=transport, run="a", limit=9)
    MailedLink.objects.update(expires_at=Now())
    forget_unconfirmed()

    assert not Subscriber.objects.filter(email_key="fay@example.org").exists()
    kept = find("fay@example.org").get()
    assert (kept.reason, kept.newsletter_id) == ("imported", job.newsletter_id)
    assert kept.evidence.endswith("did not answer")
    assert importer.whole(FILE).made == {"barred": 3}


def test_whoever_signs_up_after_all_is_welcome(job, staff):
    asked(job, by=staff)
    link = MailedLink.objects.get(subscriber__email_key="fay@example.org")
    other = MailedLink.objects.make(link.subscriber, purpose="confirm", newsletter=link.newsletter, facts=link.facts)
    MailedLink.objects.filter(pk=link.pk).update(expires_at=Now())
    forget_unconfirmed()

    assert state_of("fay@example.org") == "pending"
    confirm(other)
    forget_unconfirmed()
    assert state_of("fay@example.org") == "active"
    assert not find("fay@example.org").exists()


@pytest.mark.parametrize("facts", [{}, {"newsletter": True}])
def test_whoever_is_suppressed_is_not_asked(job, staff, facts):
    scope = {"newsletter_id": job.newsletter_id} if facts else {}
    suppress("fay@example.org", reason="staff", **scope)

    assert asked(job, by=staff).counts == {"asked": 2, "suppressed": 1}
    assert "fay@example.org" not in mailed()


def test_one_mail_a_day_for_each_address_however_it_is_written(importer, staff):
    job = importer.whole("email\nfay@example.org\nfay+x@example.org\n")

    assert asked(job, by=staff).counts == {"asked": 1, "mailed_lately": 1}
    assert askable(job).count() == 1
    a_day_later(days=2)
    assert asked(job, by=staff).counts == {"asked": 1}
    assert len(mailed()) == 2


def test_whoever_waited_in_another_installation_may_be_asked_here(cast, importer, staff):
    chidi = cast.readers["chidi"].subscriber
    told = json.dumps(export_reader(chidi))
    Subscriber.objects.filter(pk=chidi.pk).delete()
    job = importer.whole(told, names=["my-data.json"])

    assert asked(job, by=staff).counts == {"asked": 1}
    assert mailed() == ["chidi@example.org"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"why": "  "}, "why"),
        ({"state": "undone"}, "once they are in"),
        ({"rows_are_gone": True}, "once they are in"),
    ],
)
def test_it_is_refused_in_words(job, staff, change, words):
    why = change.pop("why", "They know us.")
    ImportJob.objects.filter(pk=job.pk).update(**change)
    with pytest.raises(AskingRefused, match=words):
        ask_once(job, by=staff, why=why)
    assert not AccessRecord.objects.filter(action="asked").exists()


def test_while_it_is_being_done_it_is_not_begun_again(job, staff):
    ask_once(job, by=staff, why="They know us.")
    with pytest.raises(AskingRefused, match="just now"):
        ask_once(job, by=staff, why="They know us.")


@transaction.atomic
def ask_some_and_end():
    _ask_some()
    raise KeyboardInterrupt


def test_a_worker_who_ends_in_the_middle_is_followed_by_one_who_asks_the_rest(job, staff, monkeypatch):
    monkeypatch.setattr("newsletter.asking.AT_ONCE", 1)
    ask_once(job, by=staff, why="They know us.")
    assert _ask_some()
    with pytest.raises(KeyboardInterrupt):
        ask_some_and_end()
    assert not work_on_askings(over=lambda: False)

    assert Asking.objects.get().counts == {"asked": 3}
    assert len(mailed()) == 3


def test_what_fails_for_one_keeps_nobody_else(job, staff, monkeypatch, caplog):
    from newsletter import asking

    plain = asking.queue_message

    def odd(name, *, to, **kwargs):
        if to.email.startswith("gil"):
            raise RuntimeError(to.email)
        return plain(name, to=to, **kwargs)

    monkeypatch.setattr(asking, "queue_message", odd)

    assert asked(job, by=staff).counts == {"asked": 2, "failed": 1}
    assert "gil@" not in caplog.text
    assert askable(job).count() == 1  # nothing of the failed one stayed, so they may be asked


def test_an_undone_import_asks_nobody_and_keeps_whoever_was_asked(job, importer, staff):
    asked(job, by=staff)
    undone = importer.undone(job)

    assert undone.kept == 3
    ask = importer.whole("email\nivy@example.org\n")
    ask_once(ask, by=staff, why="They know us.")
    importer.undone(ask)
    assert not work_on_askings(over=lambda: False)
    assert "ivy@example.org" not in mailed()


def test_the_page_shows_the_number_and_the_mail_and_asks(job, staff, client):
    client.force_login(staff)
    page = reverse("newsletter_imports:ask", args=[job.public_id])
    shown = client.get(page).content.decode()

    assert "3 readers of this import wait" in shown
    assert "Would you like to get Slow Letters at this address?" in shown
    assert "[[c" not in shown
    assert "[[l" not in shown
    assert "fay@" not in shown
    refused = client.post(page, {"why": " "})
    assert "Say in a few words why you ask them" in refused.content.decode()
    assert client.post(page, {"why": "They know us."}).status_code == 302
    work_on_askings(over=lambda: False)
    told = client.get(reverse("newsletter_imports:job", args=[job.public_id])).content.decode()
    assert "3 were asked, once and for all" in told
    assert "They know us." in told
    assert "Ask them once" not in told
