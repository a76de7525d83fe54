"""A message that cannot be built, for a reason that nobody foresaw."""

import pytest

from newsletter.core.issue_state import HoldReason, State
from newsletter.issues import go_on
from newsletter.models import Delivery, DeliveryEvent, Issue
from newsletter.pipeline.personalize import Press
from newsletter.resolve import try_again
from newsletter.send import deliver, start
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, states, unasked


@pytest.fixture
def unreadable(monkeypatch):
    """A function: readers of whom no message can be made from now on, by the beginning of their address."""
    real = Press.personalize

    def choose(*names):
        def odd(press, claim):
            if claim.recipient.address.startswith(names):
                raise KeyError(claim.recipient.address)
            return real(press, claim)

        monkeypatch.setattr(Press, "personalize", odd)

    return choose


@pytest.fixture
def many(cast):
    """An issue whose letters leave for sixty readers, and for Ada and Esra."""
    for number in range(60):
        cast.add_reader(f"reader{number:02}")
    row = due_issue(cast.newsletter)
    start(row.pk, recheck=unasked)
    return Issue.objects.get(pk=row.pk)


def deliver_all():
    transport = MemoryTransport()
    deliver(transport=transport, run="a", limit=100)
    return transport


def test_one_that_cannot_be_built_fails_alone_and_the_sender_goes_on(issue, unreadable, caplog):
    unreadable("ada")

    assert deliver_all().kept[0].envelope_to == "esra@example.org"
    assert states(issue) == {"ada": "failed unbuildable", "esra": "handed_over"}
    assert DeliveryEvent.objects.get().evidence["words"] == "KeyError"
    assert deliver_all().kept == []


def test_the_log_says_where_and_names_nobody(issue, unreadable, caplog):
    unreadable("ada")

    deliver_all()

    (told,) = [record for record in caplog.records if record.message == "a message could not be built"]
    assert told.kind == "KeyError"
    assert any(line.startswith("test_build.py:") for line in told.at)
    assert "ada@" not in caplog.text


def test_a_letter_of_which_nothing_can_be_built_is_held_before_its_whole_list_has_failed(many, unreadable):
    unreadable("")

    deliver_all()

    many.refresh_from_db()
    assert (many.state, many.hold_reason) == (State.HELD, HoldReason.SENDERS_LOST)
    assert many.hold_detail.startswith("The last 20 letters in a row could not be made (KeyError); the log says where.")
    assert Delivery.objects.of_issue(many.pk).counts() == {"failed": 20, "pending": 42}
    assert not Delivery.objects.filter(state="pending").exclude(lease_token=None).exists()


def test_failures_are_counted_however_few_letters_a_sender_takes_at_once(many, unreadable):
    unreadable("")

    for _ in range(25):
        deliver(transport=MemoryTransport(), run="a", limit=1)

    many.refresh_from_db()
    assert many.state == State.HELD
    assert Delivery.objects.of_issue(many.pk).counts() == {"failed": 20, "pending": 42}


def test_as_long_as_others_can_be_built_the_issue_goes_on(many, unreadable):
    unreadable(*(f"reader{number:02}" for number in range(0, 60, 2)))

    for _ in range(10):
        deliver(transport=MemoryTransport(), run="a", limit=10)

    many.refresh_from_db()
    assert many.state == State.HANDING_OVER
    assert Delivery.objects.of_issue(many.pk).counts() == {"failed": 30, "handed_over": 32}


def test_once_it_is_mended_the_failed_ones_are_offered_again_and_the_issue_goes_on(many, unreadable):
    unreadable("")
    deliver_all()
    unreadable("nobody")

    assert try_again(many.pk, Delivery.objects.worth_another_try(), by=None, why="mended") == 20
    assert len(deliver_all().kept) == 62


def test_a_person_may_also_let_it_go_on_without_them(many, unreadable):
    unreadable("")
    deliver_all()
    unreadable("nobody")

    go_on(many.pk, by=None)

    assert len(deliver_all().kept) == 42
