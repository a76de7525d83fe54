"""Thousands of news in a few statements: the same comes of it as when each is heard alone, once, whoever is killed."""

import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletter.core.delivery_state import Outcome
from newsletter.events import hear_together as together
from newsletter.events.hear import hear_waiting
from newsletter.events.store import store_provider_event
from newsletter.models import Delivery, DeliveryEvent, InboundEvent, Suppression
from newsletter.send import deliver, start
from tests.factories import due_issue, unasked
from tests.newsletter.events.test_apply import doubtful

KINDS = {"deferred": "deferred", "delivered": "delivered", "bounced": "bounced", "complained": "complained"}
WORDS = {"bounced": "550 5.1.1 no such user", "delivered": "250 2.0.0 OK"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(cast, transport):
    """The public ids of a dozen letters that have left."""
    for number in range(10):
        cast.add_reader(f"r{number}")
    start(due_issue(cast.newsletter).pk, recheck=unasked)
    deliver(transport=transport, run="a", limit=20)
    return [str(message.delivery_id) for message in transport.kept]


def tell(kind: str, public_id: str, *, event_id: str = "") -> None:
    fields = {"type": kind, "reason": "", "words": WORDS.get(kind, ""), "public_id": public_id, "at": ""}
    store_provider_event(fields, provider="postmark", event_id=event_id or f"{kind} {public_id}")


def outcome(public_id: str) -> str:
    return Delivery.objects.get(public_id=public_id).outcome


def verdicts() -> Counter:
    return Counter(InboundEvent.objects.order_by().values_list("verdict", flat=True))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_told_in_any_order_the_strongest_news_stands(letters, seed, monkeypatch):
    monkeypatch.setattr(together, "AT_ONCE", 7)
    chance = random.Random(seed)
    told = [(kind, letter) for letter in letters for kind in chance.sample(list(KINDS), chance.randint(0, 4))]
    doubled = [*told, *chance.sample(told, len(told) // 10)]
    chance.shuffle(doubled)
    for number, (kind, letter) in enumerate(doubled):
        tell(kind, letter, event_id=str(number) if number % 3 else "")

    assert hear_waiting() is False

    strength = list(Outcome)
    for letter in letters:
        heard = [Outcome(kind) for kind, of in told if of == letter]
        assert outcome(letter) == max(heard, key=strength.index, default=Outcome.NONE)
    lines = DeliveryEvent.objects.filter(cause="evidence").count()
    assert lines == verdicts()["applied"]
    assert verdicts()["applied"] + verdicts()["known"] == InboundEvent.objects.count()
    complained = {letter for kind, letter in told if kind == "complained"}
    assert Suppression.objects.filter(reason="complaint").count() == len(complained)


def test_many_news_take_as_many_statements_as_few(letters):
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            hear_waiting()
        return len(found)

    tell("delivered", letters[0])
    few = statements()
    for letter in letters[1:]:
        tell("deferred", letter)
        tell("delivered", letter)
        tell("opened", letter)

    assert statements() <= few + 2
    assert verdicts()["applied"] == 1 + 2 * len(letters[1:])


def test_whoever_is_killed_before_the_end_has_changed_nothing(letters, monkeypatch):
    for letter in letters:
        tell("delivered", letter)

    def killed(*_args, **_kwargs):
        raise SystemExit(9)

    with monkeypatch.context() as patched:
        patched.setattr(type(InboundEvent.objects.all()), "settle", killed)
        with pytest.raises(SystemExit):
            hear_waiting()
    assert verdicts() == {"waiting": len(letters)}
    assert not DeliveryEvent.objects.filter(cause="evidence").exists()

    hear_waiting()
    hear_waiting()
    assert verdicts() == {"applied": len(letters)}
    assert DeliveryEvent.objects.filter(cause="evidence").count() == len(letters)


def test_what_stands_in_the_way_of_the_others_is_heard_alone(letters, monkeypatch, caplog):
    for letter in letters:
        tell("delivered", letter)

    def broken(*_args, **_kwargs):
        raise RuntimeError(letters[0])

    monkeypatch.setattr(together, "insert_rows", broken)
    hear_waiting()

    assert verdicts() == {"applied": len(letters)}
    assert "events not heard together" in caplog.text
    assert letters[0] not in caplog.text


def test_news_that_wait_for_their_letter_keep_no_others_waiting(letters, cast, monkeypatch):
    monkeypatch.setattr(together, "AT_ONCE", 3)
    cast.add_reader("early")
    start(due_issue(cast.newsletter).pk, recheck=unasked)
    early = Delivery.objects.filter(state="pending").values_list("public_id", flat=True)
    for public_id in early:
        tell("delivered", str(public_id))
    tell("delivered", letters[0])

    assert hear_waiting() is False

    assert outcome(letters[0]) == "delivered"
    assert verdicts() == {"waiting": len(early), "applied": 1}


def test_a_letter_in_doubt_is_proved_by_what_is_told_of_it(letters):
    doubtful(Delivery.objects.get(public_id=letters[0]))
    tell("delivered", letters[0])
    hear_waiting()

    row = Delivery.objects.get(public_id=letters[0])
    assert (row.state, row.outcome) == ("handed_over", "delivered")


def test_what_names_no_letter_of_ours_is_forgotten_at_once(letters):
    tell("delivered", "0199e8a0-0000-7000-8000-000000000000")
    tell("bounced", "no id at all")
    hear_waiting()

    assert verdicts() == {"not_ours": 2}
    assert not InboundEvent.objects.exclude(raw=None).exists()


def test_when_the_time_is_over_the_rest_is_heard_later(letters, monkeypatch):
    monkeypatch.setattr(together, "AT_ONCE", 4)
    for letter in letters:
        tell("delivered", letter)

    assert hear_waiting(over=lambda: True) is True
    assert verdicts() == {"applied": 4, "waiting": len(letters) - 4}
    assert hear_waiting() is False
    assert verdicts() == {"applied": len(letters)}
