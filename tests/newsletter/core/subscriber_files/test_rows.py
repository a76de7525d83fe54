import pytest
from hypothesis import given, strategies as st

from newsletter.core.addresses import AddressRefused
from newsletter.core.subscriber_files.rows import address_in, clean_name, first_name_in, language_in, tags_in


@pytest.mark.parametrize(
    "cell",
    [
        "ada@example.org",
        " ADA@Example.org ",
        "mailto:ada@example.org",
        "<ada@example.org>",
        "Ada <ada@example.org>",
        '"Lovelace, Ada" <ada@example.org>',
        "ada@example.org;",
        "'ada@example.org'",
    ],
)
def test_the_address_is_found_in_its_cell(cell):
    assert address_in({"email": cell}).key == "ada@example.org"


@pytest.mark.parametrize("cell", ["ada@example.org; bob@example.org", "Ada <>", "ada", "zoë@example.org", "a b@c.org"])
def test_what_is_no_single_address_is_refused(cell):
    with pytest.raises(AddressRefused):
        address_in({"email": cell})


def test_the_first_name_may_stand_in_a_whole_one_or_before_the_address():
    assert first_name_in({"first_name": "Ada", "name": "Countess"}) == "Ada"
    assert first_name_in({"name": "Ada King Lovelace"}) == "Ada"
    assert first_name_in({"name": "Lovelace, Ada King"}) == "Ada"
    assert first_name_in({"email": "Ada King <ada@example.org>"}) == "Ada"
    assert first_name_in({"email": "ada@example.org"}) == ""


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Ada\r\nBcc: eve", "Ada Bcc: eve"),
        ("  Zoë\u200b ", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("إسراء", "إسراء"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("Ada\u200d King\u200c", "Ada King"),
        ("[[unsubscribe_url]]", "[[unsubscribe_url]]"),
        ("=1+1", "=1+1"),
        ("https://evil.example", ""),
        ("Win at casino.com now", ""),
        ("www.evil.example", ""),
        ("eve@example.org", ""),
        ("Zo\udceb", ""),
        ("x" * 99, "x" * 60),
    ],
)
def test_a_name_is_one_line_and_no_link(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text())
def test_no_name_brings_a_line_break_or_an_unreadable_letter(text):
    name = clean_name(text)

    assert len(name) <= 60
    assert name == name.strip()
    assert not [letter for letter in name if letter in "\r\n\x00\u2028" or "\ud800" <= letter <= "\udfff"]


def test_tags_are_parted_once_each_and_may_stand_in_quotes():
    assert tags_in({"tags": '"Reading, slow","Lisbon"'}) == ("Reading, slow", "Lisbon")
    assert tags_in({"tags": "one; two ,One,, "}) == ("one", "two")
    assert tags_in({}) == ()


def test_a_language_is_a_code():
    assert language_in({"language": "pt_BR"}) == "pt-br"
    assert language_in({"language": "Portuguese (Brazil)"}) == ""
