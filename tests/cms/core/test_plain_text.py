import re

import pytest
from hypothesis import given, strategies as st

from cms.core.plain_text import FootLinks, rich_to_text, underline, wrap

words = st.lists(st.text("abcdef-.", min_size=1, max_size=20), max_size=60)


def _text(html: str, **options: object) -> str:
    return rich_to_text(html, notes=FootLinks(), **options)


@given(words)
def test_no_line_is_wider_and_no_word_is_lost_or_broken(found):
    wrapped = wrap(" ".join(found))

    assert all(len(line) <= 72 for line in wrapped.split("\n"))
    assert wrapped.split() == found


def test_url_stays_whole_however_long():
    url = "https://example.org/" + "well-worn-path/" * 20

    assert wrap(f"see {url} now").split("\n") == ["see", url, "now"]


def test_first_and_other_lines_have_their_own_opening():
    wrapped = wrap("one two three four", width=10, first="* ", rest="  ")

    assert wrapped == "* one two\n  three\n  four"


def test_no_break_space_wraps_and_hidden_signs_go():
    assert wrap("a\u00a0b\u00adc\u200bd\u202fe") == "a bcd e"


def test_joiner_of_scripts_and_emoji_stays():
    assert wrap("क्\u200dष 👩\u200d🚀") == "क्\u200dष 👩\u200d🚀"


@pytest.mark.parametrize("before", range(30, 74))
def test_a_merge_field_is_never_broken_at_the_spaces_of_its_fallback(before):
    wrapped = wrap(f"{'w' * before} Hello [[first_name|dear friend of mine]], come in.")

    assert "[[first_name|dear friend of mine]]" in wrapped


def test_line_breaks_of_the_author_stay():
    assert wrap("one\r\ntwo\n\nthree", rest="> ", first="> ") == "> one\n> two\n>\n> three"


def test_heading_is_underlined_as_wide_as_its_words():
    assert underline("Signs") == "Signs\n====="
    assert underline("标题", "-") == "标题\n----"
    assert underline("[[first_name|You]]", read="You") == "[[first_name|You]]\n==="


def test_links_are_numbered_once_and_listed_unwrapped():
    notes = FootLinks()
    text = rich_to_text(
        '<p><a href="https://a.example">A</a> <a href="https://b.example">B</a> <a href="https://a.example">C</a></p>',
        notes=notes,
    )

    assert text == "A [1] B [2] C [1]"
    assert notes.lines() == "[1] https://a.example\n[2] https://b.example"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p><a href="https://a.example/x">https://a.example/x</a></p>', "https://a.example/x"),
        ('<p><a href="mailto:a@b.example">a@b.example</a></p>', "a@b.example"),
        ('<p><a href="javascript:x">words</a></p>', "words"),
        ('<p><a href="https://a.example/"></a></p>', "https://a.example/"),
    ],
)
def test_link_that_needs_no_number(html, text):
    assert _text(html) == text


def test_without_foot_links_the_url_stands_in_place():
    assert rich_to_text('<p><a href="https://a.example">A</a></p>', notes=None) == "A (https://a.example)"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <strong>b</strong> <em>c</em></p>", "a *b* _c_"),
        ("<p>a<b> b </b>c</p>", "a *b* c"),
        ("<p><strong><b>x</b></strong><i></i></p>", "*x*"),
        ("<p><strong><em>x</em></strong></p>", "*_x_*"),
        ("<p>a<br>b<br/>c</p>", "a\nb\nc"),
        ("<p>a</p><p></p><p>b</p>", "a\n\nb"),
        ("loose <b>words</b>", "loose *words*"),
        ("<p>a &lt; b &amp; c &copy;</p>", "a < b & c ©"),
        ("<ul><li>a</li><li>b</li></ul>", "* a\n* b"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
        ('<ol start="x"><li>a</li></ol>', "1. a"),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "* a\n  1. b\n* c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>a</p><ul><li><p>b</p></li></ul><p>c</p>", "a\n\n* b\n\nc"),
        ("<h1>A</h1><h2>B</h2><h3>C</h3>", "A\n=\n\nB\n-\n\nC"),
        ("<blockquote><h2>A</h2>b</blockquote>", "> A\n> -\n>\n> b"),
        ("<div><p>a</p><div>b</div></div>", "a\n\nb"),
        ("<hr>", "-" * 40),
        ("", ""),
    ],
)
def test_rich_text_reads_well_as_plain_text(html, text):
    assert _text(html) == text


def test_indent_holds_on_every_line():
    text = _text("<p>" + "word " * 40 + "</p><ul><li>" + "item " * 40 + "</li></ul>", indent="    ")

    assert all(len(line) <= 72 for line in text.split("\n"))
    assert all(line.startswith("    ") for line in text.split("\n") if line)


def test_thousands_of_nested_tags_keep_their_words():
    assert "deep" in _text("<b>" * 20_000 + "deep")


@given(st.text("<>/abpiulo= \"'&;#", max_size=200))
def test_any_markup_becomes_text_without_an_error(html):
    assert not re.search(r"[ \t]$", _text(html), re.MULTILINE)
