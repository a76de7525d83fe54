"""Mail at the bounce domain: what it is, and which letter it names."""

import pytest
from hypothesis import given, settings, strategies as st

from newsletter.core.incoming import HEAD_BYTES, MOST_BYTES, is_departure, is_for_us, read_mail
from newsletter.core.news import Kind
from newsletter.core.tokens import Keys, envelope_token, mail_token, unsubscribe_token
from tests.newsletter.core.returned import complaint, holiday, plain, prose, report

KEYS = Keys(known={0: b"k" * 32}, current=0)
ENVELOPE = envelope_token(KEYS, delivery=b"d" * 16)
LEAVING = mail_token(KEYS, subscription=b"s" * 16, delivery=b"d" * 16)
RETURN_PATH = f"b+{ENVELOPE}@bounce.example.org"
LEAVING_ADDRESS = f"u+{LEAVING}@bounce.example.org"


def test_a_bounce_names_its_letter_by_the_address_it_came_to():
    news, names = read_mail(report(to=RETURN_PATH))

    assert (news.kind, names.envelope) == (Kind.BOUNCED, (ENVELOPE,))


def test_what_the_envelope_says_comes_first():
    assert read_mail(report(), recipient=RETURN_PATH)[1].envelope[0] == ENVELOPE


def test_the_letter_that_was_given_back_names_itself_by_its_message_id():
    assert read_mail(report(to="somebody@example.org"))[1].message_ids == ("<abc@example.org>",)


def test_a_complaint_names_its_letter_by_its_fields_or_by_the_letter_inside():
    by_field = read_mail(complaint(fields=f"Original-Mail-From: <{RETURN_PATH}>\n"))
    by_letter = read_mail(complaint(original=f"Return-Path: <{RETURN_PATH}>\nMessage-ID: <abc@example.org>"))

    assert (by_field[0].kind, by_field[1].envelope) == (Kind.COMPLAINED, (ENVELOPE,))
    assert (by_letter[1].envelope, by_letter[1].message_ids) == ((ENVELOPE,), ("<abc@example.org>",))


def test_not_spam_is_no_complaint():
    assert read_mail(complaint(kind="not-spam"))[0].kind != Kind.COMPLAINED


def test_a_mail_to_the_leaving_address_is_a_departure_whatever_it_says():
    for words in ("unsubscribe", "", "please stop"):
        news, names = read_mail(plain(words, to=LEAVING_ADDRESS))
        assert (news.kind, names.leaving) == (Kind.LEFT, (LEAVING,))


def test_an_automatic_reply_is_neither_a_bounce_nor_a_departure():
    assert read_mail(holiday(to=RETURN_PATH))[0].kind == Kind.AUTO_REPLY
    assert read_mail(b"Precedence: auto_reply\r\n\r\nAway.\r\n")[0].kind == Kind.AUTO_REPLY
    assert read_mail(b"X-Autoreply: yes\r\n\r\nAway.\r\n")[0].kind == Kind.AUTO_REPLY


def test_mail_of_a_person_is_left_unread():
    assert read_mail(plain("hello", to="b+nothing@bounce.example.org"))[0].kind == Kind.UNREADABLE


def test_a_token_keeps_its_meaning_when_a_server_folds_its_case():
    assert read_mail(report(to=RETURN_PATH.upper()))[1].envelope == (ENVELOPE.upper(),)
    assert is_for_us(RETURN_PATH.upper(), keys=KEYS)


def test_a_mail_of_30_mb_is_not_read_but_still_names_its_letter():
    raw = report(to=RETURN_PATH) + b"x" * MOST_BYTES

    news, names = read_mail(raw)

    assert (news.kind, names.envelope) == (Kind.TOO_BIG, (ENVELOPE,))
    assert HEAD_BYTES < MOST_BYTES


def test_a_mail_of_a_thousand_parts_is_not_read():
    parts = b"".join(b"--edge\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(1_000))
    raw = b'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n' + parts + b"--edge--\r\n"

    assert read_mail(raw)[0].kind == Kind.TOO_BIG


def test_parts_in_parts_in_parts_are_not_read():
    inner = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5_000))

    assert read_mail(inner)[0].kind == Kind.TOO_BIG


@pytest.mark.parametrize("raw", [report(), prose("550 5.1.1 no"), complaint(), holiday()])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_a_server_does_to_a_mail_reading_it_ends_well(raw, data):
    cut = data.draw(st.integers(0, len(raw)))
    noise = data.draw(st.binary(max_size=40))

    news, _ = read_mail(raw[:cut] + noise + raw[data.draw(st.integers(cut, len(raw))) :])

    assert news.kind in Kind


@given(raw=st.binary(max_size=2_000))
@settings(max_examples=200, deadline=None)
def test_no_bytes_are_too_odd_to_be_read(raw):
    assert read_mail(raw)[0].kind in Kind


def test_only_addresses_that_we_made_are_ours():
    assert is_for_us(RETURN_PATH, keys=KEYS)
    assert is_for_us(LEAVING_ADDRESS, keys=KEYS)
    assert is_for_us("fbl@bounce.example.org", keys=KEYS)
    forged = ENVELOPE[:-1] + ("a" if ENVELOPE[-1] != "a" else "b")
    for stranger in (
        f"b+{forged}@bounce.example.org",
        f"u+{ENVELOPE}@x.example",
        f"b+{LEAVING}@x.example",
        "ada@x.example",
    ):
        assert not is_for_us(stranger, keys=KEYS)
    assert not is_for_us(f"u+{unsubscribe_token(KEYS, subscription=b's' * 16)}@bounce.example.org", keys=KEYS)


def test_a_wish_to_leave_counts_however_large_or_odd_the_mail_is():
    to = RETURN_PATH.replace("b+", "u+")
    parts = b"".join(b"--edge\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(1_000))
    head = b"To: " + to.encode() + b'\r\nContent-Type: multipart/mixed; boundary="edge"\r\n\r\n'

    assert read_mail(plain("stop", to=to) + b"x" * MOST_BYTES)[0].kind == Kind.LEFT
    assert read_mail(head + parts + b"--edge--\r\n")[0].kind == Kind.LEFT
    assert read_mail(b"x" * (MOST_BYTES + 1), recipient=to)[0].kind == Kind.LEFT
    assert is_departure(head)
    assert not is_departure(b"To: " + RETURN_PATH.encode() + b"\r\n\r\n", recipient=to)


def test_the_beginning_of_a_mail_of_endless_parts_is_looked_at_without_harm():
    inner = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5_000))

    assert not is_departure(inner[:HEAD_BYTES])
