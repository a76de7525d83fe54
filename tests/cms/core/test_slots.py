import html

import pytest
from hypothesis import given, strategies as st

from cms.core.slots import TOKEN, Kind, SlotBook, SlotMismatch, block_of, check_tokens, fill

HOSTILE = ['"><script>x</script>', "a < b & c", "zq00000qz", "\\1 \\g<0>", "\u00a0\u0928\u092e", "]]>", "[[x]]", "'"]


@pytest.mark.parametrize("value", HOSTILE)
def test_text_comes_back_as_it_was_written(value):
    book = SlotBook()
    token = book.hand_out(value, kind=Kind.TEXT)

    assert html.unescape(fill(f"<p>{token}</p>", book.slots)) == f"<p>{value}</p>"


@given(st.text())
def test_words_never_become_markup(value):
    book = SlotBook()
    token = book.hand_out(value, kind=Kind.TEXT)

    assert not set(fill(token, book.slots)) & set("<>\"'")


def test_author_who_writes_a_token_keeps_it_as_a_word():
    book = SlotBook()
    first = book.hand_out("zq00001qz", kind=Kind.TEXT)
    second = book.hand_out("other", kind=Kind.TEXT)

    assert fill(f"{first} {second}", book.slots) == "zq00001qz other"


@given(st.text())
def test_an_attribute_value_never_leaves_its_quotes(value):
    book = SlotBook()
    token = book.hand_out(value, kind=Kind.ATTR)
    filled = fill(token, book.slots)

    assert not set(filled) & set("\"'<>\n\r\x00\x85\u2028")


@given(st.text())
def test_tokens_are_ascii_whatever_the_value(value):
    token = SlotBook().hand_out(value, kind=Kind.HTML)

    assert token.isascii()
    assert TOKEN.fullmatch(token)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/page/", "", "java\nscript:x", "[[x]]y"])
def test_unsafe_link_leads_nowhere_and_preflight_sees_it(url):
    book = SlotBook()
    token = book.hand_out(url, kind=Kind.URL)

    assert fill(token, book.slots) == "#"


def test_url_keeps_its_signs_and_is_escaped_once():
    book = SlotBook()
    token = book.hand_out("https://example.org/?a=1&copy=3", kind=Kind.URL)

    assert fill(token, book.slots) == "https://example.org/?a=1&amp;copy=3"


def test_whole_merge_field_may_be_a_link():
    book = SlotBook()
    token = book.hand_out("[[unsubscribe_url]]", kind=Kind.URL)

    assert fill(token, book.slots) == "[[unsubscribe_url]]"


def test_lost_slot_names_its_block():
    book = SlotBook()
    book.hand_out("words", kind=Kind.TEXT, block_id="b7")

    with pytest.raises(SlotMismatch) as caught:
        check_tokens("<p></p>", book.slots)

    assert (caught.value.token, caught.value.block_id) == ("zq00000qz", "b7")


def test_invented_token_is_refused():
    with pytest.raises(SlotMismatch, match="zq00009qz"):
        check_tokens("zq00009qz", [])


def test_title_must_stand_in_title_and_label():
    book = SlotBook()
    token = book.hand_out("Signs", kind=Kind.TEXT)
    check_tokens(f'<title>{token}</title><div aria-label="{token}">', book.slots)

    with pytest.raises(SlotMismatch, match="aria-label"):
        check_tokens(f"<title>{token}</title>", book.slots)


def test_filling_refuses_a_token_that_nobody_handed_out():
    with pytest.raises(SlotMismatch):
        fill("zq00003qz", [])


def test_markup_belongs_to_the_block_of_its_first_slot():
    book = SlotBook()
    book.hand_out("shell", kind=Kind.TEXT)
    token = book.hand_out("words", kind=Kind.TEXT, block_id="b2")

    assert block_of(f"zq00000qz {token}", book.slots) == "b2"
    assert block_of("<p></p>", book.slots) == ""


def test_letter_of_a_hundred_thousand_slots_is_full(monkeypatch):
    monkeypatch.setattr("cms.core.slots.MOST_SLOTS", 1)
    book = SlotBook()
    book.hand_out("words", kind=Kind.TEXT)

    with pytest.raises(SlotMismatch, match="at most"):
        book.hand_out("more", kind=Kind.TEXT, block_id="b9")


def test_control_characters_never_reach_the_letter():
    book = SlotBook()
    token = book.hand_out("a\x00b\x85c\td", kind=Kind.TEXT)

    assert fill(token, book.slots) == "abc\td"
