"""Whoever came without proof waits as long as they can be asked, and no longer."""

from datetime import timedelta

import pytest

from cms.clock import Now
from newsletter.asking import ask_once, work_on_askings
from newsletter.importing import waiting
from newsletter.importing.deeds import forget_imports
from newsletter.models import ImportJob, MailedLink, Subscriber, Subscription, Tagging
from newsletter.readers import tag_readers

FILE = "email,tags\nfay@example.org,old\ngil@example.org,\nhal@example.org,\n"


@pytest.fixture
def job(importer):
    return importer.whole(FILE)


def a_month_later():
    ImportJob.objects.update(changed_at=Now() - timedelta(days=31))
    forget_imports()


def those_here():
    rows = Subscriber.objects.filter(email_key__regex="^(fay|gil|hal)@")
    return sorted(rows.values_list("email_key", flat=True))


def test_after_a_month_they_are_gone_with_what_hung_on_them(job):
    ImportJob.objects.update(changed_at=Now() - timedelta(days=29))
    forget_imports()
    assert len(those_here()) == 3

    a_month_later()
    assert those_here() == []
    assert not Tagging.objects.filter(tag__name="old").exists()
    assert ImportJob.objects.get().rows_are_gone


def test_in_pieces_it_is_the_same(job, monkeypatch):
    monkeypatch.setattr(waiting, "AT_ONCE", 1)
    a_month_later()

    assert those_here() == []


def test_whoever_said_yes_or_signs_up_or_was_touched_by_staff_stays(job, staff):
    fay, gil, hal = (Subscriber.objects.get(email_key=f"{name}@example.org") for name in ("fay", "gil", "hal"))
    Subscription.objects.filter(subscriber=fay).update(state="active")
    MailedLink.objects.make(gil, purpose="confirm", newsletter=job.newsletter)
    tag_readers([hal], name="a friend", by=staff)
    a_month_later()

    assert those_here() == ["fay@example.org", "gil@example.org", "hal@example.org"]
    assert gil.subscriptions.exists()
    assert not hal.subscriptions.exists()


def test_whoever_was_asked_has_their_own_week(job, staff):
    ask_once(job, by=staff, why="They know us.")
    work_on_askings(over=lambda: False)
    a_month_later()

    assert len(those_here()) == 3


def test_readers_who_were_here_before_stay_readers(importer, cast):
    chidi = cast.readers["chidi"]
    Subscription.objects.filter(pk=chidi.pk).delete()
    importer.whole("email\nchidi@example.org\n")
    a_month_later()

    assert Subscriber.objects.filter(pk=chidi.subscriber_id).exists()
    assert not chidi.subscriber.subscriptions.exists()
