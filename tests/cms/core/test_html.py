import re

import pytest
from hypothesis import given, strategies as st

from cms.core.html import HtmlTooLarge, RichLevel, clean, text_of

XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<p style="position:fixed" onclick="x" class="a" id="b">x</p>',
    "<iframe src=x></iframe><embed src=x><object data=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]
marks = st.lists(st.sampled_from(["<b>", "</b>", "<a href='/x?a<b>'>", "</a>", "<p>", "<ul><li>", "</p>", "a<b", "&"]))


@pytest.mark.parametrize("html", XSS)
@pytest.mark.parametrize("level", RichLevel)
def test_nothing_that_acts_survives(html, level):
    cleaned = clean(html, level)

    assert not re.search(r"<(?!/?(?:p|br|strong|em|a|ul|ol|li)\b)", cleaned)
    assert not re.search(r"<[^>]*\b(?:on\w+|style|class|id|src|javascript|data)\b", cleaned)


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ('<a href="https://a.example/?x=<b>">l</a>', '<a href="https://a.example/?x=&lt;b&gt;">l</a>'),
        ('<a href="/x/" rel="y" target="z">l</a>', '<a href="/x/">l</a>'),
        ("<div><span>a</span></div>", "a"),
        ("a &lt;b&gt; b", "a &lt;b&gt; b"),
        ("<h2>a</h2>", "a"),
        ("a<br/>b", "a<br>b"),
        ('<a linktype="page" id="3">l</a>', "<a>l</a>"),
        ("", ""),
    ],
)
def test_words_and_links_stay(html, cleaned):
    assert clean(html, "rich") == cleaned


def test_lists_stay_only_where_the_field_allows_them():
    html = '<ol start="3"><li>a</li></ol>'

    assert clean(html, "rich_list") == html
    assert clean(html, "rich") == "a"


def test_saving_keeps_page_links_and_keys_of_the_editor():
    html = '<p data-block-key="k1"><a linktype="page" id="3">l</a></p>'

    assert clean(html, "rich", stored=True) == html


@given(marks, st.sampled_from(RichLevel))
def test_cleaning_twice_changes_nothing(parts, level):
    cleaned = clean("".join(parts), level)

    assert clean(cleaned, level) == cleaned


def test_deep_nesting_keeps_its_words():
    assert clean("<p>" + "<b>" * 20_000 + "deep", "rich") == "<p>deep</p>"


def test_field_of_more_than_a_megabyte_is_refused():
    with pytest.raises(HtmlTooLarge):
        clean("ä" * 500_001, "rich")


def test_unknown_level_is_refused():
    with pytest.raises(ValueError, match="raw"):
        clean("a", "raw")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <strong>b</strong></p><p>c</p>", "a b\n\nc"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "a\nb\n\nc"),
        ('<p><a href="https://a.example">a &amp; b</a></p>', "a & b"),
        ("", ""),
    ],
)
def test_words_of_rich_text(html, text):
    assert text_of(html) == text
