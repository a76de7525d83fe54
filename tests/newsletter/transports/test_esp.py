"""Every provider against a recording one on loopback, with the answers that each documents."""

import socket
from dataclasses import replace
from importlib import import_module

import pytest

from newsletter.core.provider_routes import provider_route
from newsletter.core.providers import MARKED_BY_TAG, PROVIDERS, UNMARKED, Repeats
from newsletter.core.receipts import Said, Stage
from newsletter.core.wire import precompile
from newsletter.transports.base import RouteFailed
from newsletter.transports.esp import calls
from newsletter.transports.esp.transport import EspTransport
from tests.contracts.transports import TransportContract, everyone
from tests.factories import LETTER, message
from tests.newsletter.core.specimens import ADA, FACTS
from tests.servers.esp import form_fields, parsed, recording_provider, text_in, wire_in

pytestmark = pytest.mark.one_database_is_enough

SEVEN = ["amazon_ses", "brevo", "mailgun", "mailtrap", "postmark", "resend", "sendgrid"]
WIRE = ["amazon_ses", "mailgun"]
KEYED = [slug for slug in SEVEN if PROVIDERS[slug].repeats is not Repeats.NO]
UNKEYED = [slug for slug in SEVEN if slug not in KEYED]
EXTRA = {"amazon_ses": "&region_name=eu-west-1"}
AT_ONCE = (0.0, 0.0)


def to(desk, *, url="", together=1, **how):
    is_amazon = desk.slug == "amazon_ses"
    route = provider_route(
        slug=desk.slug,
        key="key-of-ours",
        secret="secret-of-ours" if is_amazon else "",
        options=f"api_url={url or desk.url}&together={together}{EXTRA.get(desk.slug, '')}",
    )
    return EspTransport(route, repeat_after_s=AT_ONCE, **how)


def a_letter():
    """A finished letter to Esra, whose name needs encoding, with everything that our headers may hold."""
    esra = replace(
        ADA,
        delivery_id="0b7f7a2e-8c1d-4f4f-9a62-7d9f2f6f1f10",
        address="esra@example.org",
        name="Esra Öz, the reader",
        first_name="Esra",
    )
    return precompile(LETTER, facts=FACTS).message(esra)


@pytest.fixture(params=SEVEN)
def desk(request):
    with recording_provider(request.param) as provider:
        yield provider


@pytest.fixture
def one(request):
    """The provider that a test names."""
    with recording_provider(request.param) as provider:
        yield provider


def offered(desk, *names, **how):
    """What each of these readers was told, and why the way closed, if it did."""
    receipts, closed = [], None
    try:
        for receipt in to(desk, **how).offer(map(message, names), mark=everyone):
            receipts.append(receipt)  # noqa: PERF402 - what came before the way closed is kept
    except RouteFailed as failed:
        closed = failed
    return receipts, closed


class TestEsp(TransportContract):
    @pytest.fixture
    def transport(self, desk):
        self.desk = desk
        return to(desk)

    def arrived(self):
        return self.desk.recipients

    def bodies(self):
        return [text_in(taken).encode() for taken in self.desk.accepted]


def test_an_accepted_letter_has_the_provider_s_own_id(desk):
    receipts, _ = offered(desk, "ada")

    assert [(receipt.said, bool(receipt.provider_id)) for receipt in receipts] == [(Said.ACCEPTED, True)]


def test_a_refused_letter_harms_nobody_else(desk):
    desk.faults["bram"] = "refused"

    receipts, closed = offered(desk, "ada", "bram", "esra")

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED, Said.REFUSED, Said.ACCEPTED]
    assert closed is None
    assert desk.recipients == ["ada@example.org", "esra@example.org"]


def test_too_many_is_later_and_the_next_letters_wait(desk):
    desk.faults["ada"] = "429"
    transport = to(desk)

    first = list(transport.offer([message("ada")], mark=everyone))

    assert [receipt.said for receipt in first] == [Said.DEFERRED]
    with pytest.raises(RouteFailed, match="to wait") as closed:
        list(transport.offer([message("esra")], mark=everyone))
    assert closed.value.is_refused is False
    assert desk.accepted == []


def test_a_key_that_the_provider_does_not_know_closes_the_route(desk):
    desk.faults["ada"] = "401"

    receipts, closed = offered(desk, "ada", "esra")

    assert [receipt.said for receipt in receipts] == [Said.DEFERRED]
    assert closed.is_refused
    assert len(desk.calls) == 1


def test_a_provider_that_cannot_be_reached_has_nothing(desk):
    with socket.create_server(("127.0.0.1", 0)) as closed_port:
        url = f"http://127.0.0.1:{closed_port.getsockname()[1]}/"

    receipts, closed = offered(desk, "ada", "esra", url=url)

    assert [(receipt.said, receipt.enhanced) for receipt in receipts] == [(Said.DEFERRED, "4.4.1")]
    assert closed.is_refused is False


def test_a_host_without_an_address_is_not_reached_either(desk):
    receipts, closed = offered(desk, "ada", url="https://nowhere.invalid/")

    assert [receipt.said for receipt in receipts] == [Said.DEFERRED]
    assert closed


@pytest.mark.parametrize("one", UNKEYED, indirect=True)
@pytest.mark.parametrize("fault", ["hang up before", "hang up after", "500 after"])
def test_without_a_key_an_unanswered_call_is_never_made_again(one, fault):
    one.faults["ada"] = fault

    receipts, closed = offered(one, "ada", "esra")

    assert [(receipt.said, receipt.stage) for receipt in receipts] == [(Said.SILENCE, Stage.DOT)]
    assert closed.is_refused is False
    assert len(one.calls) == 1


@pytest.mark.parametrize("one", [*UNKEYED, *KEYED], indirect=True)
def test_time_that_runs_out_after_acceptance_is_in_doubt(one, monkeypatch):
    monkeypatch.setattr(calls, "ANSWER_S", 0.3)
    one.faults["ada"] = "silence after"

    receipts, closed = offered(one, "ada", stopping=lambda: True)

    assert [(receipt.said, receipt.stage) for receipt in receipts] == [(Said.SILENCE, Stage.DOT)]
    assert one.recipients == ["ada@example.org"]
    assert closed


@pytest.mark.parametrize("one", [slug for slug in SEVEN if slug != "sendgrid"], indirect=True)
def test_a_yes_that_makes_no_sense_is_in_doubt(one):
    """SendGrid's yes has no body that could be odd."""
    one.faults["ada"] = "nonsense after"

    receipts, _ = offered(one, "ada", stopping=lambda: True)

    assert [receipt.said for receipt in receipts] == [Said.SILENCE]


@pytest.mark.parametrize("one", KEYED, indirect=True)
@pytest.mark.parametrize(
    "fault", ["once hang up before", "once hang up after", "once 500 after", "once nonsense after"]
)
def test_with_a_key_the_same_call_again_settles_it_and_doubles_nothing(one, fault):
    one.faults["ada"] = fault

    receipts, closed = offered(one, "ada", "esra")

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED, Said.ACCEPTED]
    assert closed is None
    assert one.recipients == ["ada@example.org", "esra@example.org"]
    assert one.calls[0].body == one.calls[1].body


@pytest.mark.parametrize("one", KEYED, indirect=True)
def test_a_repeat_that_settles_nothing_leaves_the_doubt(one):
    """The first call was accepted unheard; "later" to the second does not say otherwise."""
    transport = to(one)
    one.faults["ada"] = "hang up after"
    original = one.fault_of

    def then_later(recipient):
        fault = original(recipient)
        one.faults["ada"] = "429"
        return fault

    one.fault_of = then_later

    receipts = []
    with pytest.raises(RouteFailed):
        receipts.extend(transport.offer([message("ada")], mark=everyone))
    assert one.recipients == ["ada@example.org"]
    assert [call.to for call in one.calls] == ["ada@example.org"] * 3


@pytest.mark.parametrize("one", ["resend"], indirect=True)
def test_a_call_that_is_still_in_progress_is_asked_for_again(one):
    one.faults["ada"] = "once 409"

    receipts, _ = offered(one, "ada")

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED]


@pytest.mark.parametrize("one", ["amazon_ses"], indirect=True)
def test_an_account_that_amazon_paused_is_the_route_s_fault_not_the_letter_s(one):
    one.faults["ada"] = "account"

    receipts, closed = offered(one, "ada", "esra")

    assert [receipt.said for receipt in receipts] == [Said.DEFERRED]
    assert closed.is_refused


def test_nothing_is_measured_and_nothing_but_the_public_id_is_told(desk):
    letter = a_letter()

    list(to(desk).offer([letter], mark=everyone))

    body = desk.accepted[0].body if desk.slug != "amazon_ses" else wire_in(desk.accepted[0])
    assert letter.delivery_id.encode() in body
    assert b"s1" not in metadata_in(desk, body)
    assert b"esra" not in metadata_in(desk, body)
    assert tracking_in(desk, body) == set()


def metadata_in(desk, body):
    if desk.slug == "mailgun":
        return b"".join(value for name, value in form_fields(body).items() if name.startswith("v:"))
    if desk.slug == "amazon_ses":
        return body.split(b"\r\n")[0]
    found = desk.accepted[0].fields
    places = ("Metadata", "custom_args", "custom_variables")
    own = [found[place] for place in places if place in found]
    own += [found["headers"][name] for name in ("X-Metadata", "X-Mailin-custom") if name in found.get("headers", {})]
    assert len(own) == 1
    return str(own[0]).encode()


def tracking_in(desk, body):
    """The switches that are not off, where this provider has switches."""
    if not PROVIDERS[desk.slug].switches_tracking:
        return set()
    if desk.slug == "mailgun":
        fields = form_fields(body)
        return {name for name in ("o:tracking-opens", "o:tracking-clicks") if fields[name] != b"no"}
    found = desk.accepted[0].fields
    if desk.slug == "postmark":
        return {found["TrackOpens"], found["TrackLinks"]} - {False, "None"}
    switches = found["tracking_settings"]
    return {name for name in ("open_tracking", "click_tracking") if switches[name]["enable"]}


def test_the_way_out_travels_as_it_was_frozen(desk):
    list(to(desk).offer([a_letter()], mark=everyone))

    url = f"<https://news.example.org/u/{'T' * 25}>"
    headers = headers_in(desk)
    assert headers["List-Unsubscribe"] == url
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def headers_in(desk):
    if desk.slug in WIRE:
        return parsed(wire_in(desk.accepted[0]))
    found = desk.accepted[0].fields
    if desk.slug == "postmark":
        return {one["Name"]: one["Value"] for one in found["Headers"]}
    return found["headers"]


@pytest.mark.parametrize("one", WIRE, indirect=True)
def test_where_a_provider_takes_a_finished_message_it_gets_our_very_bytes(one):
    letter = a_letter()

    list(to(one).offer([letter], mark=everyone))

    assert wire_in(one.accepted[0]).endswith(letter.data)


@pytest.mark.parametrize("one", [slug for slug in SEVEN if slug not in WIRE], indirect=True)
def test_elsewhere_its_fields_say_what_the_bytes_say(one):
    letter = a_letter()

    list(to(one).offer([letter], mark=everyone))

    body = one.accepted[0].body.decode()
    plain = str(one.accepted[0].fields)
    assert "Dear Esra,\\n.\\nUnsubscribe: https://news.example.org/u/" in body
    assert "<p>Dear Esra,</p>" in plain
    assert "After the Long Year: Signs" in plain
    assert "Öz" in plain or "=C3=96z" in plain
    assert "mara@example.org" in plain


def test_the_catalogue_says_of_tracking_what_anymail_says():
    for slug, provider in PROVIDERS.items():
        module = import_module(f"anymail.backends.{slug}")
        payloads = [value for name, value in vars(module).items() if name.endswith("Payload")]
        switches = any(
            "set_track_opens" in vars(payload) for payload in payloads if payload.__module__ == module.__name__
        )

        assert switches is provider.switches_tracking, slug


@pytest.mark.parametrize("slug", sorted(PROVIDERS))
def test_every_provider_of_the_catalogue_can_be_built_from_its_settings(slug):
    provider = PROVIDERS[slug]
    options = "&".join(f"{name}=https://127.0.0.1/" for name in sorted(provider.needs))

    route = provider_route(slug=slug, key="k", secret="s" if provider.secret else "", options=options)

    assert EspTransport(route)


@pytest.mark.parametrize("slug", sorted(PROVIDERS))
def test_every_provider_of_the_catalogue_has_a_place_for_all_that_a_letter_holds(slug):
    provider = PROVIDERS[slug]
    options = {"api_url": "https://provider.example/v1/", **dict.fromkeys(provider.needs - {"api_url"}, "here")}
    options |= {"region_name": "eu-west-1"} if slug == "amazon_ses" else {}
    desk = calls.Desk(
        provider_route(
            slug=slug,
            key="key-of-ours",
            secret="secret-of-ours" if provider.secret else "",
            options="&".join(f"{name}={value}" for name, value in options.items()),
        )
    )
    desk.open()

    assert desk.prepared(a_letter())
    desk.close()


def test_the_catalogue_says_of_marks_what_anymail_says():
    """A provider without metadata cannot say which letter bounced."""
    for slug in PROVIDERS:
        module = import_module(f"anymail.backends.{slug}")
        payloads = [kind for name, kind in vars(module).items() if name.endswith("Payload")]
        can = any("set_metadata" in vars(kind) for kind in payloads if kind.__module__ == module.__name__)

        tags = any("set_tags" in vars(kind) for kind in payloads if kind.__module__ == module.__name__)

        assert can is (slug not in UNMARKED | MARKED_BY_TAG), slug
        assert tags or slug not in MARKED_BY_TAG, slug
