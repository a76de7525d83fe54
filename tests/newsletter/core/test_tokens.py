import pytest
from hypothesis import given, strategies as st

from newsletter.core.tokens import (
    Keys,
    Kind,
    TokenRefused,
    address_hmac,
    envelope_token,
    letter_token,
    mail_token,
    masked_address,
    message_id,
    read_mail_token,
    read_url_token,
    unsubscribe_token,
    view_token,
)

OLD, NEW = Keys(known={1: b"old" * 11}, current=1), Keys(known={1: b"old" * 11, 2: b"new" * 11}, current=2)
OTHER = Keys(known={2: b"other" * 7}, current=2)
IDS = st.binary(min_size=16, max_size=16)
ALL = frozenset(Kind)
A, B = bytes(range(16)), bytes(range(16, 32))


@given(IDS, IDS)
def test_a_letter_token_names_its_subscription_and_delivery(subscription, delivery):
    opened = read_url_token(letter_token(NEW, subscription=subscription, delivery=delivery), keys=NEW, kinds=ALL)

    assert subscription.startswith(opened.subscription)
    assert delivery.startswith(opened.delivery)
    assert (len(opened.subscription), len(opened.delivery)) == (6, 12)


@given(IDS)
def test_the_unsubscribe_address_has_at_most_sixty_characters(subscription):
    url = f"https://{'news.example.org'.rjust(24, 'x')}/u/{unsubscribe_token(NEW, subscription=subscription)}"

    assert len(url) == 60


@given(IDS, IDS)
def test_a_mail_token_survives_a_server_that_folds_case(subscription, delivery):
    token = mail_token(NEW, subscription=subscription, delivery=delivery)
    opened = read_mail_token(token.upper(), keys=NEW, kinds=frozenset({Kind.LETTER}))

    assert token == token.lower()
    assert len(f"u+{token}") <= 64
    assert delivery.startswith(opened.delivery)


def test_a_return_path_names_its_delivery():
    token = envelope_token(NEW, delivery=B)

    assert len(token) == 40
    assert read_mail_token(token, keys=NEW, kinds=frozenset({Kind.ENVELOPE})).delivery == B[:12]


def test_old_keys_open_for_ever():
    token = unsubscribe_token(OLD, subscription=A)

    assert read_url_token(token, keys=NEW, kinds=ALL).subscription == A[:6]


@pytest.mark.parametrize("keys", [OLD, OTHER])
def test_a_key_that_is_unknown_or_different_opens_nothing(keys):
    with pytest.raises(TokenRefused):
        read_url_token(unsubscribe_token(NEW, subscription=A), keys=keys, kinds=ALL)


@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.VIEW, Kind.ENVELOPE])
def test_a_token_opens_only_its_own_door(kind):
    with pytest.raises(TokenRefused):
        read_url_token(unsubscribe_token(NEW, subscription=A), keys=NEW, kinds=frozenset({kind}))


@pytest.mark.parametrize(
    ("token", "read"),
    [
        (letter_token(NEW, subscription=A, delivery=B), read_url_token),
        (unsubscribe_token(NEW, subscription=A), read_url_token),
        (mail_token(NEW, subscription=A, delivery=B), read_mail_token),
        (envelope_token(NEW, delivery=B), read_mail_token),
    ],
)
def test_every_changed_letter_is_refused(token, read):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567-_="
    for index, letter in enumerate(token):
        for other in alphabet:
            changed = token[:index] + other + token[index + 1 :]
            if other != letter and not (read is read_mail_token and other.lower() == letter):
                with pytest.raises(TokenRefused):
                    read(changed, keys=NEW, kinds=ALL)


@given(st.text(max_size=60))
def test_any_other_text_is_refused(token):
    for read in (read_url_token, read_mail_token):
        with pytest.raises(TokenRefused):
            read(token, keys=NEW, kinds=ALL)


@pytest.mark.parametrize("extra", ["=", "A", " ", "\n", "."])
def test_a_token_with_something_behind_it_is_refused(extra):
    with pytest.raises(TokenRefused):
        read_url_token(unsubscribe_token(NEW, subscription=A) + extra, keys=NEW, kinds=ALL)


def test_the_web_view_is_the_same_for_all_readers():
    assert view_token(NEW, frozen=A) == view_token(NEW, frozen=A)
    assert view_token(NEW, frozen=A) != unsubscribe_token(NEW, subscription=A)


def test_a_message_id_is_the_same_on_every_attempt_and_tells_nothing():
    first = message_id("i:1:2", key=b"k", domain="news.example.org")

    assert first == message_id("i:1:2", key=b"k", domain="news.example.org")
    assert first != message_id("i:1:3", key=b"k", domain="news.example.org")
    assert len(first.partition("@")[0]) == 27


def test_the_hash_of_an_address_depends_on_its_pepper():
    assert address_hmac("ada@example.org", key=b"one") != address_hmac("ada@example.org", key=b"two")
    assert len(address_hmac("ada@example.org", key=b"one")) == 64


@pytest.mark.parametrize(
    ("mailbox", "masked"),
    [
        ("mara@example.org", "m***@e***.org"),
        ("a@b.co.uk", "a***@b***.uk"),
        ("ada@localhost", "a***"),
    ],
)
def test_a_stranger_sees_a_masked_address(mailbox, masked):
    assert masked_address(mailbox) == masked


@pytest.mark.parametrize("known", [{}, {16: b"k"}, {2: b"k"}])
def test_keys_that_cannot_be_used_are_a_fault_at_start(known):
    with pytest.raises(ValueError, match="from 0 to 15"):
        Keys(known=known, current=1)
