"""Reports that a real Postfix writes of every kind of answer: each is heard as what it means, and nobody pays for us.

The answers and their meaning are a table: tests/payloads/postfix/answers.tsv. They all travel at once.
"""

import smtplib  # noqa: TID251 - letters are handed to Postfix by hand
import socket
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from newsletter.conf import address_hmacs
from newsletter.core.inbound_routes import LmtpPlace
from newsletter.events.hear import hear_waiting
from newsletter.events.lmtp import listening
from newsletter.management.commands.run_inbound import keep_brought
from newsletter.models import AddressHealth, Delivery, InboundEvent, Suppression
from newsletter.send import deliver, start
from tests.factories import due_issue, unasked
from tests.servers.postfix import MISSING, SOON, postfix
from tests.servers.smtp import recording_server

TABLE = Path(__file__).parents[2] / "payloads/postfix/answers.tsv"
AWAY = "away.example.net"
PASSED_ON = 2  # reports that a letter went to a server without reports, and to everybody of an alias
MOST_AT_ONCE = 30  # Postfix hands on so many at a time
ALIASES = f"virtual_alias_maps = inline:{{{{ team@{AWAY} = one@example.org, two@example.org }}}}\n"

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database_is_enough,
]


class Case(NamedTuple):
    """An answer at a stage of the dialogue, and what it means for the reader."""

    name: str
    meaning: str
    stage: str
    answer: bytes

    @property
    def address(self) -> str:
        return f"{self.name}@{AWAY}"


class Meaning(NamedTuple):
    """What becomes of a letter, of its address, and of the score of its address."""

    reason: str
    is_suppressed: bool
    score: int


MEANINGS = {
    "hard": Meaning("hard", True, 0),
    "later": Meaning("hard", False, 0),
    "soft": Meaning("soft", False, 1),
    "unknown": Meaning("unknown", False, 1),
    "policy": Meaning("policy", False, 0),
}


def cases() -> list[Case]:
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    return [_case(number, *line.split("\t")) for number, line in enumerate(lines)]


def _case(number: int, meaning: str, stage: str, answer: str) -> Case:
    name = f"case{number:03d}"
    said = answer.replace("{to}", f"{name}@{AWAY}").encode().decode("unicode_escape").encode("latin-1")
    return Case(name, meaning, stage, said.replace(b"\n", b"\r\n"))


@contextmanager
def relay_and_door(bounce_domain: str, *, more: str = ""):
    """A Postfix between a next server and our door; yields its port and the next server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        door = LmtpPlace(host="127.0.0.1", port=free.getsockname()[1])
    for setting in ("default_destination_concurrency_limit", "initial_destination_concurrency"):
        more += f"{setting} = {MOST_AT_ONCE}\n"
    with (
        recording_server() as receiver,
        listening(door, keep=keep_brought),
        postfix(relay=receiver.port, door=door.port, bounce_domain=bounce_domain, more=SOON + more) as (port, _),
    ):
        yield port, receiver


@pytest.fixture
def letters_to(cast, transport):
    """A function: an issue leaves for readers of these names; their letters, by name."""

    def leave(*names):
        for name in names:
            cast.add_reader(name)
        start(due_issue(cast.newsletter).pk, recheck=unasked)
        deliver(transport=transport, run="a", limit=len(names) + 10)
        return {message.envelope_to.partition("@")[0]: message for message in transport.kept}

    return leave


def hand(
    port: int, letter, address: str, *notify: str, sender: str | None = None, options: tuple[str, ...] = ()
) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail(letter.envelope_from if sender is None else sender, [address], letter.data, options, notify)


def hear_until(done, *, patience_s: float = 60) -> None:
    until = time.monotonic() + patience_s
    while not done():
        assert time.monotonic() < until, list(InboundEvent.objects.values_list("kind", "verdict", "said"))[-20:]
        hear_waiting()
        time.sleep(0.1)


def test_every_report_is_heard_as_what_it_means(letters_to):
    table = cases()
    letters = letters_to(*(case.name for case in table))
    rows = {str(letters[case.name].delivery_id): case for case in table}
    with relay_and_door(letters[table[0].name].envelope_from.partition("@")[2]) as (port, receiver):
        receiver.answers = {case.name: (case.stage, case.answer) for case in table}
        for case in table:
            hand(port, letters[case.name], case.address)
        hear_until(lambda: Delivery.objects.filter(outcome="bounced").count() == len(table))

    heard = {case: _heard(public_id) for public_id, case in rows.items()}
    assert len(table) >= 150
    assert {case: found for case, found in heard.items() if found != MEANINGS[case.meaning]} == {}
    waited = [case for case in table if case.answer.startswith(b"4")]
    assert InboundEvent.objects.filter(kind="delayed", verdict="applied").count() >= len(waited)


def _heard(public_id: str) -> Meaning:
    row = Delivery.objects.select_related("subscription__subscriber").get(public_id=public_id)
    hashes = address_hmacs(row.subscription.subscriber.email_key)
    health = AddressHealth.objects.filter(address_hmac__in=hashes).first()
    barred = Suppression.objects.active().of(hashes).filter(reason="hard_bounce").exists()
    return Meaning(row.outcome_reason, barred, health.score if health else 0)


def test_what_arrived_was_passed_on_or_reached_several_is_no_bounce(letters_to):
    letters = letters_to("passed", "arrived", "team", "nobody", "umlaut")
    with relay_and_door(letters["passed"].envelope_from.partition("@")[2], more=ALIASES) as (port, receiver):
        receiver.offers = (*receiver.offers, "SMTPUTF8", "8BITMIME")
        receiver.answers = {"größe": ("rcpt", "550 5.1.1 keine Größe".encode()), "nobody": ("rcpt", b"550 5.1.1 no")}
        hand(port, letters["passed"], f"passed@{AWAY}", "NOTIFY=SUCCESS,DELAY,FAILURE")
        hand(port, letters["arrived"], "arrived@example.org", "NOTIFY=SUCCESS")
        hand(port, letters["team"], f"team@{AWAY}", "NOTIFY=SUCCESS")
        hand(port, letters["nobody"], f"nobody@{AWAY}", sender="")
        hand(port, letters["umlaut"], f"größe@{AWAY}", options=("SMTPUTF8",))
        hear_until(lambda: _outcome(letters["umlaut"]) == "bounced" and _outcome(letters["arrived"]) == "delivered")
        hear_until(lambda: InboundEvent.objects.filter(kind="auto_reply", verdict="ignored").count() == PASSED_ON)

    read = ("passed", "arrived", "team", "nobody", "umlaut")
    assert [_outcome(letters[name]) for name in read] == ["none", "delivered", "none", "none", "bounced"]
    barred = Suppression.objects.active().filter(reason="hard_bounce", evidence__contains="5.1.1")
    assert [row.address_hmac for row in barred] == [address_hmacs("umlaut@example.org")[-1]]


def _outcome(letter) -> str:
    return Delivery.objects.get(public_id=letter.delivery_id).outcome
