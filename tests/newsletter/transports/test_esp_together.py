"""Several letters in one call, for the providers that know the key of a call; on loopback, with documented answers."""

from dataclasses import replace

import pytest

from newsletter.core.provider_routes import provider_route
from newsletter.core.providers import PROVIDERS, Repeats
from newsletter.core.receipts import Said, Stage
from newsletter.core.routes import RouteNotUnderstood
from newsletter.models import Delivery
from newsletter.send import deliver
from newsletter.transports.base import RouteFailed
from newsletter.transports.esp import transport as esp_transport
from tests.contracts.transports import TransportContract, everyone
from tests.factories import message, states
from tests.newsletter.transports.test_esp import KEYED, a_letter, headers_in, metadata_in, offered, to
from tests.servers.esp import letters_in, recording_provider, text_in

pytestmark = pytest.mark.one_database_is_enough

THREE = ("ada", "bram", "esra")


@pytest.fixture(params=KEYED)
def desk(request):
    with recording_provider(request.param) as provider:
        yield provider


class TestEspTogether(TransportContract):
    most_built = 10

    @pytest.fixture
    def transport(self, desk):
        self.desk = desk
        return to(desk, together=10)

    def arrived(self):
        return self.desk.recipients

    def bodies(self):
        return [text_in(taken).encode() for taken in self.desk.accepted]


def test_letters_share_a_call_and_each_has_its_own_id(desk):
    receipts, closed = offered(desk, *THREE, together=10)

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED] * 3
    assert len({receipt.provider_id for receipt in receipts}) == 3
    assert (len(desk.calls), closed) == (1, None)


def test_a_call_holds_no_more_than_was_set(desk):
    offered(desk, *(f"reader{number}" for number in range(5)), together=2)

    assert [len(letters_in(call.body)) for call in desk.calls] == [2, 2, 1]
    assert desk.recipients == [f"reader{number}@example.org" for number in range(5)]  # each call has a key of its own


def test_each_letter_keeps_its_own_words_headers_and_mark(desk):
    letter = a_letter()
    list(to(desk, together=10).offer([message("ada"), letter], mark=everyone))

    desk.accepted.reverse()  # the helpers look at the first
    headers = headers_in(desk)
    assert headers["List-Unsubscribe"] == f"<https://news.example.org/u/{'T' * 25}>"
    assert letter.delivery_id.encode() in metadata_in(desk, desk.accepted[0].body)
    assert "<p>Dear Esra,</p>" in str(desk.accepted[0].fields)
    assert "After the Long Year: Signs" in str(desk.accepted[0].fields)
    assert "Hello." in text_in(desk.accepted[1])
    assert "Esra" not in str(desk.accepted[1].fields)


def test_letters_of_two_newsletters_leave_each_under_its_own_sender(desk):
    other = message("bram")
    other = replace(other, data=other.data.replace(b"From: ", b"From: Quiet Notes <quiet@example.org>\r\nX-Was: ", 1))

    receipts = list(to(desk, together=10).offer([message("ada"), other, message("esra")], mark=everyone))

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED] * 3
    senders = {one: "quiet@example.org" in str(taken.fields) for one, taken in zip(THREE, desk.accepted, strict=True)}
    assert senders == {"ada": False, "bram": True, "esra": False}
    assert len(desk.calls) == (3 if desk.slug == "brevo" else 1)


def test_all_that_share_a_call_are_marked_in_one_commit(desk):
    asked = []

    def mark(waiting):
        asked.append([each.delivery_id for each in waiting])
        return everyone(waiting) - {"bram"}

    receipts = list(to(desk, together=10).offer(map(message, THREE), mark=mark))

    assert asked == [list(THREE)]
    assert desk.recipients == ["ada@example.org", "esra@example.org"]
    assert {receipt.delivery_id: receipt.stage for receipt in receipts}["bram"] is Stage.DATA


@pytest.mark.parametrize(
    "fault", ["once hang up after", "once 500 after", "once nonsense after", "once hang up before"]
)
def test_the_same_call_again_settles_all_of_it_and_doubles_nothing(desk, fault):
    desk.faults["bram"] = fault

    receipts, closed = offered(desk, *THREE, together=10)

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED] * 3
    assert closed is None
    assert sorted(desk.recipients) == [f"{name}@example.org" for name in THREE]
    assert desk.calls[0].body == desk.calls[1].body
    assert desk.calls[0].headers.get("Idempotency-Key") == desk.calls[1].headers.get("Idempotency-Key")


def test_without_an_answer_all_that_share_the_call_are_in_doubt_and_nobody_else(desk):
    desk.faults["bram"] = "hang up after"

    receipts, closed = offered(desk, *THREE, "dora", together=3)

    assert [(receipt.said, receipt.stage) for receipt in receipts] == [(Said.SILENCE, Stage.DOT)] * 3
    assert closed.is_refused is False
    assert "dora@example.org" not in desk.recipients


def test_a_yes_that_names_fewer_letters_is_in_doubt(desk):
    desk.faults["bram"] = "one unnamed"

    receipts, _ = offered(desk, *THREE, together=10, stopping=lambda: True)

    assert [receipt.said for receipt in receipts] == [Said.SILENCE] * 3


def test_one_letter_that_is_refused_costs_the_others_nothing(desk):
    desk.faults["bram"] = "refused"

    receipts, closed = offered(desk, *THREE, together=10)

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED, Said.REFUSED, Said.ACCEPTED]
    assert desk.recipients == ["ada@example.org", "esra@example.org"]
    assert closed is None


def test_while_they_are_asked_for_alone_trouble_sends_the_rest_back(desk):
    desk.faults |= {"ada": "refused", "bram": "429"}

    receipts, _ = offered(desk, *THREE, together=10)

    assert [receipt.said for receipt in receipts] == [Said.REFUSED, Said.DEFERRED, Said.DEFERRED]
    assert desk.accepted == []


def test_asked_for_alone_they_stop_before_their_marks_may_be_over(desk, monkeypatch):
    monkeypatch.setattr(esp_transport, "ALONE_S", -1.0)
    desk.faults["bram"] = "refused"

    receipts, closed = offered(desk, *THREE, together=10)

    assert [receipt.said for receipt in receipts] == [Said.DEFERRED] * 3
    assert (desk.accepted, closed) == ([], None)


def test_too_many_is_later_for_all_of_them(desk):
    desk.faults["bram"] = "429"
    transport = to(desk, together=10)

    receipts = list(transport.offer(map(message, THREE), mark=everyone))

    assert [receipt.said for receipt in receipts] == [Said.DEFERRED] * 3
    with pytest.raises(RouteFailed, match="to wait"):
        list(transport.offer([message("dora")], mark=everyone))


def test_only_providers_that_know_a_call_may_be_given_several_letters():
    for slug, provider in PROVIDERS.items():
        assert (provider.most_together > 1) is (provider.repeats is not Repeats.NO), slug


@pytest.mark.parametrize(("slug", "told"), [("mailtrap", "2"), ("resend", "101"), ("resend", "0"), ("brevo", "many")])
def test_a_number_that_cannot_be_kept_is_refused_with_words(slug, told):
    with pytest.raises(RouteNotUnderstood, match=f"together={told}. For "):
        provider_route(slug=slug, key="k", secret="", options=f"together={told}")


def test_the_route_says_how_many_may_be_in_doubt():
    alone = provider_route(slug="resend", key="k", secret="", options="")
    shared = provider_route(slug="resend", key="k", secret="", options="together=50")

    assert alone.words == "Letters leave through Resend, one in a call: each sender has one in doubt at most."
    assert "up to 50 letters may be uncertain" in shared.words


@pytest.mark.django_db(transaction=True)
def test_the_ledger_keeps_each_letter_s_own_id_of_the_provider(desk, issue):
    deliver(transport=to(desk, together=10), run="a", limit=10)

    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert len(set(Delivery.objects.exclude(provider_id="").values_list("provider_id", flat=True))) == 2
    assert len(desk.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_the_ledger_holds_all_letters_of_an_unanswered_call_in_doubt(desk, issue):
    desk.faults["ada"] = "hang up after"

    with pytest.raises(RouteFailed):
        deliver(transport=to(desk, together=10), run="a", limit=10)

    assert set(states(issue).values()) == {"uncertain no_answer"}
    assert set(Delivery.objects.values_list("slot", flat=True)) == {0, 1}
