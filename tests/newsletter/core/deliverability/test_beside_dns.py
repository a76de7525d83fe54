"""The checks that ask no name server: TLS, one-click, the newest letter, the provider, the key file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cms.core.names import Answer, Heard, conduct
from newsletter.core.deliverability import CHECKS, TITLES, judged
from newsletter.core.deliverability.facts import HopSeen, LastLetter, Pressed, is_public, others_reach
from newsletter.core.providers import PROVIDERS
from newsletter.core.wire import precompile
from tests.factories import LETTER
from tests.newsletter.core.deliverability.zones import FACTS
from tests.newsletter.core.specimens import ADA, FACTS as SENDER

LATER = FACTS.now + timedelta(days=90)
HOP = HopSeen(host="relay.example.net", offers_tls=True, expires=LATER)
OK = Pressed(statuses=(("A look", 200), ("A press as a form", 200), ("A press as multipart", 200)))
SENT = replace(
    SENDER, bounce_domain="bounce.news.example.org", list_id="n7.news.example.org", feedback_id="i1:n7:letters:partwise"
)
DATA = precompile(LETTER, facts=SENT).message(ADA).data


def verdicts(check, **facts):
    """The verdicts of one check by subject; no question may be asked."""
    cases = CHECKS[check](replace(FACTS, **facts))
    return {subject: conduct(asking, answer=None) for subject, asking in cases.items()}


def verdict(check, **facts):
    (only,) = verdicts(check, **facts).values()
    return only.says, only.words


@pytest.mark.parametrize(
    ("hop", "says", "words"),
    [
        (HOP, "good", "holds until 2027-02-23"),
        (replace(HOP, is_here=True, offers_tls=False, expires=None), "good", "on this machine"),
        (replace(HOP, offers_tls=False), "fix", "offers no TLS"),
        (replace(HOP, fault="self-signed certificate", expires=None), "fix", "self-signed"),
        (replace(HOP, expires=None), "fix", "no date"),
        (replace(HOP, expires=FACTS.now), "fix", "ran out on 2026-11-25"),
        (replace(HOP, expires=FACTS.now + timedelta(days=13)), "fix", "runs out on 2026-12-08"),
        (replace(HOP, away="timed out"), "not_checked", "timed out"),
        (None, "not_checked", "stay on this machine"),
    ],
)
def test_the_next_server_offers_tls_for_a_while(hop, says, words):
    assert verdict("next_hop", hop=hop)[0] == says
    assert words in verdict("next_hop", hop=hop)[1]


@pytest.mark.parametrize(
    ("facts", "says", "words"),
    [
        ({"pressed": OK}, "good", "both encodings"),
        (
            {"pressed": Pressed(statuses=(("A press as a form", 403),))},
            "fix",
            "A press as a form was answered with 403",
        ),
        ({"pressed": Pressed(away="ConnectTimeout")}, "not_checked", "ConnectTimeout"),
        ({"pressed": None}, "not_checked", "right form"),
        ({"site_url": "http://example.org", "pressed": OK}, "fix", "not https"),
        ({"site_url": f"https://{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.org", "pressed": OK}, "fix", "too long"),
        ({"site_url": "http://127.0.0.1:8000"}, "not_checked", "PARTWISE_BASE_URL"),
        ({"site_url": "http://localhost:8000"}, "not_checked", "PARTWISE_BASE_URL"),
    ],
)
def test_leaving_with_one_click_is_tried(facts, says, words):
    assert verdict("one_click", **facts)[0] == says
    assert words in verdict("one_click", **facts)[1]


def letter(data=DATA, return_path="b+token@bounce.news.example.org"):
    return {"letter": LastLetter(data=data, return_path=return_path)}


def test_a_letter_of_ours_has_every_header():
    assert verdict("last_letter", **letter())[0] == "good"


@pytest.mark.parametrize(
    "name",
    [
        *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"),
        *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID"),
    ],
)
def test_a_header_that_is_missing_is_named(name):
    without = DATA.replace(f"\r\n{name}:".encode(), f"\r\nX-{name}:".encode())
    without = without.replace(b"To:", b"X-To:", 1) if name == "To" else without

    says, words = verdict("last_letter", **letter(without))

    assert says == "fix"
    assert words.startswith(f"The header {name} is missing.")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"List-Unsubscribe: <http", b"List-Unsubscribe: =?utf-8?q?<http", "one-click does not work"),
        (b"List-Unsubscribe: <http", b"List-Unsubscribe:\r\n <http", "one-click does not work"),
        (b"=One-Click", b"=one", "does not say"),
        (b":partwise", b":us", "four parts"),
        (b"text/plain", b"text/enriched", "in this order"),
        (b"n7.news.example.org", b"n7.elsewhere.org", "List-Id is not at"),
        (b"\r\nSubject: ", b"\r\nX-Long: " + b"a" * 1000 + b"\r\nSubject: ", "longer than 998"),
        (b"\r\nSubject: ", "\r\nSubject: ü".encode(), "beyond ASCII"),
        (b"\r\nSubject: ", b"\r\nSubject: one\r\nSubject: ", "Subject stands more than once"),
    ],
)
def test_a_letter_that_went_wrong_is_told(before, after, words):
    assert before in DATA
    says, said = verdict("last_letter", **letter(DATA.replace(before, after, 1)))

    assert (says, words in said) == ("fix", True)


def test_a_return_path_elsewhere_is_told():
    assert "return path" in verdict("last_letter", **letter(return_path="b+token@example.org"))[1]


def test_no_letter_and_one_that_cannot_be_made_are_told_apart():
    assert verdict("last_letter")[0] == "not_checked"
    assert "was altered" in verdict("last_letter", letter=LastLetter(fault="it was altered"))[1]


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("postmark", {"bounces": "good", "measuring": "good", "unsubscribing": "good"}),
        ("amazon_ses", {"bounces": "good", "measuring": "not_checked", "unsubscribing": "good"}),
        ("brevo", {"bounces": "good", "measuring": "not_checked", "unsubscribing": "good"}),
        ("mailtrap", {"bounces": "good", "measuring": "not_checked", "unsubscribing": "good"}),
        ("scaleway", {"bounces": "fix", "measuring": "not_checked", "unsubscribing": "good"}),
        ("sparkpost", {"bounces": "good", "measuring": "good", "unsubscribing": "fix"}),
    ],
)
def test_what_a_provider_cannot_do_is_told(slug, says):
    found = verdicts("provider", provider=PROVIDERS[slug])

    assert {subject.partition(": ")[2]: each.says.value for subject, each in found.items()} == says


def test_bounces_that_nobody_could_hear_are_called_so():
    found = verdicts("provider", provider=PROVIDERS["postal"])

    assert "Bounces are not heard" in found["Postal: bounces"].words


@pytest.mark.parametrize("check", ["spf", "reverse", "return_path", "next_hop"])
def test_what_a_provider_does_itself_is_not_asked_of_us(check):
    assert verdict(check, provider=PROVIDERS["postmark"])[0] != "fix"


def test_a_provider_s_dkim_alone_can_speak_for_the_sender():
    zone = {
        "_dmarc.example.org": "v=DMARC1; p=none",
        "pw1._domainkey.news.example.org": "v=DKIM1; p=",
    }

    def answer(question):
        text = "a.nic.example" if question.kind == "NS" else zone.get(question.name)
        return Answer(heard=Heard.FOUND, values=(text,)) if text else Answer(heard=Heard.NO_NAME)

    facts = replace(FACTS, provider=PROVIDERS["postmark"])
    found = {each.check: each.verdict for each in judged(facts, answer=answer)}
    untold = {each.check: each.verdict for each in judged(replace(facts, dkim_selectors=()), answer=answer)}

    assert "DKIM speaks for example.org" in found["dmarc"].words
    assert untold["dmarc"].says == "not_checked"


def test_a_key_file_that_cannot_be_used_is_a_hint_and_no_accusation():
    asked = Answer(heard=Heard.FOUND, values=(f"v=DKIM1; p={'A' * 40}",))
    for facts in ({"dkim_key": "no key"}, {"dkim_key": "", "dkim_key_fault": "PARTWISE_DKIM_KEY is not there."}):
        (asking,) = CHECKS["dkim"](replace(FACTS, **facts)).values()

        assert any("PARTWISE_DKIM_KEY" in hint for hint in conduct(asking, answer=lambda _: asked).hints)


def test_only_names_that_others_know_are_looked_up():
    assert is_public("news.example.org")
    assert not any(map(is_public, ["localhost", "127.0.0.1", "site.local", "host.test", "intranet", "x.home.arpa"]))


def test_only_addresses_that_others_see_are_sending_addresses():
    assert others_reach("192.0.2.7")
    assert others_reach("2001:db8::7")
    assert not any(
        map(others_reach, ["10.1.2.3", "127.0.0.1", "192.168.0.9", "100.64.0.1", "fd00::1", "fe80::1", "::1"])
    )


def test_every_check_has_a_title():
    assert set(TITLES) == {"domain", *CHECKS}
