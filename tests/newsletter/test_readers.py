from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from cms.clock import database_now
from newsletter.models import AccessRecord, ConsentEvent, ReaderTag, Subscription
from newsletter.readers import end_readers, pause_readers, resume_reader, tag_readers, untag_readers
from newsletter.subscriptions import ReaderRefused


@pytest.fixture
def mara(db):
    return get_user_model().objects.create_user("mara", "mara@example.org", "a long password for tests")


@pytest.fixture
def both(cast):
    return [cast.readers[name].subscriber for name in ("ada", "esra")]


def state_of(cast, name):
    return Subscription.objects.get(pk=cast.readers[name].pk).state


def test_a_tag_is_put_on_once_and_each_change_is_on_record(both, mara):
    assert tag_readers(both[:1], name="Circle", by=mara) == 1
    assert tag_readers(both, name="circle", by=mara) == 1
    assert AccessRecord.objects.filter(action="changed", fields="tags").count() == 2
    assert untag_readers(both, tag=ReaderTag.objects.get(), by=mara) == 2
    assert not both[0].tags.exists()


def test_many_more_readers_than_one_statement_holds_are_tagged(cast, mara, monkeypatch):
    monkeypatch.setattr("newsletter.readers.AT_ONCE", 2)
    readers = [row.subscriber for row in cast.readers.values()]

    assert tag_readers(readers, name="all", by=mara) == 5


def test_a_tag_needs_a_name(both, mara):
    with pytest.raises(ReaderRefused):
        tag_readers(both, name=" ", by=mara)


def test_letters_rest_until_a_day_and_go_on(cast, both, mara):
    until = database_now().date() + timedelta(days=20)

    assert pause_readers(both, to=cast.newsletter, until=until, by=mara) == 2
    assert state_of(cast, "ada") == "paused"
    assert resume_reader(both[0], of=both[0].subscriptions.get(), by=mara) == 1
    assert state_of(cast, "ada") == "active"


def test_nobody_is_paused_when_the_day_is_refused(cast, both, mara):
    with pytest.raises(ReaderRefused):
        pause_readers(both, until=database_now().date() + timedelta(days=91), by=mara)

    assert state_of(cast, "ada") == "active"
    assert not AccessRecord.objects.exists()


def test_letters_end_with_a_reason_that_stays_with_the_consent(cast, both, mara):
    with pytest.raises(ReaderRefused):
        end_readers(both, why="", by=mara)

    assert end_readers(both, why="They asked on the phone.", by=mara) == 2
    last = ConsentEvent.objects.filter(subscription=cast.readers["ada"]).latest("seq")
    assert (last.action, last.method, last.evidence, last.actor) == (
        "withdrawn",
        "staff",
        "They asked on the phone.",
        mara,
    )
    assert end_readers(both, why="again", by=mara) == 0
