import pytest
from hypothesis import given, strategies as st

from newsletter.core.addresses import ADDRESS_OCTETS, AddressRefused, email_key, normal_form


@pytest.mark.parametrize(
    ("given_text", "mailbox"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  <Ada.L@Example.ORG> ", "Ada.L@example.org"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("esra@bücher.example", "esra@xn--bcher-kva.example"),
        ("ada+news@example.org", "ada+news@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("ada@example.org.", "ada@example.org"),
        ("ada@faß.example", "ada@xn--fa-hia.example"),
    ],
)
def test_an_address_is_kept_as_given_with_its_domain_as_a_label(given_text, mailbox):
    assert normal_form(given_text).mailbox == mailbox


@pytest.mark.parametrize(
    ("given_text", "words"),
    [
        ("", "Please type your email address"),
        ("ada", "has an @"),
        ("ada@x@example.org", "second @"),
        ("@example.org", "before the @ is missing"),
        ("ada@", "after the @ is missing"),
        ("ada lovelace@example.org", "holds a space"),
        ("ada\r\nBcc: eve@example.org", "invisible character"),
        ("ada\x00@example.org", "invisible character"),
        ("ada\u200b@example.org", "invisible character"),
        ("ädä@example.org", "letters beyond a-z"),
        (".ada@example.org", "cannot be there"),
        ("a..da@example.org", "cannot be there"),
        ('"ada"@example.org', "cannot be there"),
        ("ada<x>@example.org", "cannot be there"),
        ("a" * 65 + "@example.org", "longer than 64"),
        ("ada.lovelace@" + ".".join(["a" * 60] * 4) + ".org", "longer than 254|not a domain"),
        ("ada@localhost", "needs an ending"),
        ("ada@[192.0.2.1]", "not a domain"),
        ("ada@192.0.2.1", "needs an ending"),
        ("ada@exa_mple.org", "not a domain"),
        ("ada@example..org", "not a domain"),
    ],
)
def test_what_cannot_be_written_to_is_refused_in_clear_words(given_text, words):
    with pytest.raises(AddressRefused, match=words):
        normal_form(given_text)


def test_two_spellings_of_one_address_have_one_key():
    assert email_key("ADA@Example.org") == email_key("mailto:ada@EXAMPLE.org")


def test_dots_and_suffixes_are_different_readers():
    assert email_key("a.da@gmail.com") != email_key("ada@gmail.com")
    assert email_key("ada+one@example.org") != email_key("ada@example.org")


@given(st.text())
def test_any_text_is_refused_or_becomes_a_plain_ascii_address(text):
    try:
        address = normal_form(text)
    except AddressRefused:
        return

    assert address.mailbox.isascii()
    assert address.mailbox.isprintable()
    assert len(address.mailbox) <= ADDRESS_OCTETS


@given(st.from_regex(r"[a-z0-9.+_-]{1,20}@[a-z\u00e0-\u00ff]{1,20}\.(org|com)", fullmatch=True))
def test_the_normal_form_of_a_normal_form_is_itself(text):
    try:
        address = normal_form(text)
    except AddressRefused:
        return

    assert normal_form(address.mailbox) == address
