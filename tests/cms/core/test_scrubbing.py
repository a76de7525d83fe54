import time

import pytest
from hypothesis import given, strategies as st

from cms.core.scrubbing import ADDRESS, TOKEN, one_line, scrubbed
from newsletter.core.mailed_links import link_token
from newsletter.core.tokens import Keys, envelope_token, letter_token, mail_token, unsubscribe_token, view_token

AROUND = st.sampled_from(["", " ", "<", "(", "'", '"', "=", ":", ",", ";", "[", "mailto:", "to=<", "Key (email)=("])
BEHIND = st.sampled_from(["", " ", ">", ")", "'", '"', ",", ";", "]", ".", " already exists.", "\n", "?subject=x"])
LOCAL = st.text(
    st.sampled_from(
        "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789._+-!#$&*^{|}~éßж".replace("{", "").replace("|", "").replace("}", "")
    ),
    min_size=1,
    max_size=40,
)
LABEL = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-üж"), min_size=1, max_size=20)
KEYS = Keys(known={0: b"a key of its own"}, current=0)
IDS = st.binary(min_size=16, max_size=16)
TOKENS = st.one_of(
    st.builds(lambda one: link_token(one, key=b"k"), IDS),
    st.builds(lambda one: unsubscribe_token(KEYS, subscription=one), IDS),
    st.builds(lambda one: view_token(KEYS, frozen=one), IDS),
    st.builds(lambda one, two: letter_token(KEYS, subscription=one, delivery=two), IDS, IDS),
)


@given(AROUND, LOCAL, st.lists(LABEL, min_size=1, max_size=3), BEHIND)
def test_no_address_is_left_whatever_stands_around_it(before, local, labels, behind):
    address = f"{local}@{'.'.join(labels)}"
    line = scrubbed(f"{before}{address}{behind}")

    assert address not in line
    assert "@" not in line
    assert ADDRESS in line


@given(LOCAL.filter(lambda local: set(local) <= set("abcdefghijklmnopqrstuvwxyz0123456789._+-")), LABEL)
def test_nor_one_that_is_written_for_a_url(local, label):
    assert local + "%40" not in scrubbed(f"/join/{local}%40{label}.org/")


@given(TOKENS, st.sampled_from("cmaupr"), st.sampled_from(["", "/", "/data.json", "/undo/", "?erase=1", "#top"]))
def test_no_token_is_left_in_a_path(token, door, end):
    for line in (f"Not Found: /{door}/{token}{end}", f"https://news.example.org/{door}/{token}{end} took 3 ms"):
        assert token not in scrubbed(line)
        assert f"/{door}/{TOKEN}" in scrubbed(line)


@given(TOKENS, st.integers(min_value=1, max_value=10))
def test_nor_most_of_one_nor_one_with_too_much(token, cut):
    assert token[:-cut] not in scrubbed(f"GET /u/{token[:-cut]} HTTP/1.1")
    assert token not in scrubbed(f"GET /u/{token}.{token[:cut]} HTTP/1.1")


@given(
    TOKENS.filter(lambda token: any(letter in "0123456789-" for letter in token)),
    AROUND.filter(lambda text: text != "mailto:"),
)
def test_nor_one_that_stands_alone(token, before):
    assert token not in scrubbed(f"{before}{token} was not understood")


@given(IDS, IDS)
def test_nor_one_of_a_mail_address(one, two):
    for token in (mail_token(KEYS, subscription=one, delivery=two), envelope_token(KEYS, delivery=two)):
        assert token not in scrubbed(f"u+{token}@bounce.example.org")
        assert token not in scrubbed(f"for {token}, refused")


@given(st.text(max_size=200))
def test_twice_is_once(text):
    assert scrubbed(scrubbed(text)) == scrubbed(text)


@given(st.text(max_size=200))
def test_one_event_is_one_line(text):
    assert one_line(text).splitlines() in ([], [one_line(text)])


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("GET /join/?via=garden&q=grief HTTP/1.1", "GET /join/?[query] HTTP/1.1"),
        ("GET /?grief HTTP/1.1", "GET /?[query] HTTP/1.1"),
        ("Authorization: Bearer s3cret", "Authorization: [secret]"),
        ("'HTTP_AUTHORIZATION': 'Basic s3cret'", "'HTTP_AUTHORIZATION': '[secret]'"),
        ("Cookie: sessionid=k2j3; csrftoken=9x", "Cookie: sessionid=[secret]; csrftoken=[secret]"),
        ("/admin/password_reset/confirm/Mw/dimeb2-0067/", "/admin/password_reset/confirm/[token]"),
        ("postgres://partwise:pa55@db.example.org/x", "postgres://partwise:[address]/x"),
        ('550 5.1.1 <"john doe"@example.org> unknown', "550 5.1.1 <[address]> unknown"),
        ("to user@[192.0.2.1]: refused", "to [address]: refused"),
        (r"Not Found: /m\xfcller@ex\xe4mple.de", "Not Found: /[address]"),
        (r"Not Found: /\u0436\u0436@\u0436.example", "Not Found: /[address]"),
        ("GET /m%C3%BCller@ex%C3%A4mple.de HTTP/1.1", "GET /[address] HTTP/1.1"),
        ("GET /join/m%C3%BCller%40ex%C3%A4mple.de HTTP/1.1", "GET /join/[address] HTTP/1.1"),
        ("Not Found: /r/zzz-1", "Not Found: /r/[token]"),
    ],
)
def test_queries_keys_and_passwords_go_as_well(line, left):
    assert scrubbed(line) == left


@pytest.mark.parametrize(
    "line",
    [
        "sender began",
        "Why? Because the database is away.",
        "    @require_safe",
        "Traceback: newsletter/views/leaving.py, line 41, in with_token",
        "reader f6fa2dc5-e6a4-4904-9a77-ce74aa4de4a8 was not found",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "django.core.exceptions.MultipleObjectsReturned: get() returned more than one",
        "GET /newsletters/slow-letters/feed/ 200 in 3.1 ms",
    ],
)
def test_what_tells_of_nobody_stays_as_it_is(line):
    assert scrubbed(line) == line


@pytest.mark.parametrize("piece", ["a", "/", "a@", "?", '"', "/u/", "A1a-", "%40", "authorization:", "a@b."])
def test_a_very_long_line_takes_a_moment(piece):
    began = time.process_time()
    scrubbed(piece * (250_000 // len(piece)))

    assert time.process_time() - began < 5
