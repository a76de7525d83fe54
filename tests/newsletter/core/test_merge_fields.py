import html
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, strategies as st

from cms.core.findings import Level
from newsletter.core.merge_fields import (
    FIELDS,
    HEADER,
    HTML,
    TEXT,
    UnknownField,
    at_fallback,
    fill,
    filled_for_nobody,
    find,
    leftover,
    misplaced_urls,
    unknown,
)

NOBODY = dict.fromkeys(FIELDS, "")
URL = "https://news.example.org/u/abc?a=1&b=2"


def test_a_name_takes_the_place_of_its_field():
    assert fill("Dear [[first_name]],", {"first_name": "Ada"}, escape=TEXT) == "Dear Ada,"


def test_an_empty_name_becomes_the_fallback():
    assert fill("Dear [[first_name|friend]],", NOBODY, escape=TEXT) == "Dear friend,"


def test_a_fallback_is_escaped_once():
    filled = fill("<p>[[first_name|you &amp; yours]], [[first_name|it&#x27;s]]</p>", NOBODY, escape=HTML)

    assert filled == "<p>you &amp; yours, it&#x27;s</p>"


def test_a_given_name_wins_over_the_fallback():
    assert fill("[[ first_name |friend]]", {"first_name": "Ada"}, escape=TEXT) == "Ada"


@given(st.sampled_from(["[[unsubscribe_url]]", "[[first_name|x]]", "[[", "]]", "[[view_url]]"]), st.text(max_size=20))
def test_a_reader_who_is_called_like_a_field_is_a_name(field, rest):
    values = NOBODY | {"first_name": field + rest, "unsubscribe_url": "SECRET"}

    assert "SECRET" not in fill("Dear [[first_name]]", values, escape=TEXT)


@given(st.text())
def test_a_value_stays_one_text_node(name):
    filled = fill("<p>[[first_name]]</p>", {"first_name": name}, escape=HTML)
    inner = filled.removeprefix("<p>").removesuffix("</p>")

    assert "<" not in inner
    assert '"' not in inner


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_value_in_a_query_cannot_add_a_parameter(name):
    markup = '<a href="https://example.org/form?name=[[first_name]]&amp;x=1">Form</a>'
    filled = fill(markup, {"first_name": f"n{name}"}, escape=HTML)
    query = parse_qs(urlsplit(html.unescape(filled.split('"')[1])).query, keep_blank_values=True)

    assert set(query) == {"name", "x"}


def test_a_url_field_is_escaped_as_a_whole_href():
    filled = fill('<a href="[[unsubscribe_url]]">x</a>', {"unsubscribe_url": URL}, escape=HTML)

    assert filled == '<a href="https://news.example.org/u/abc?a=1&amp;b=2">x</a>'


@given(st.text())
def test_a_value_cannot_end_a_header(name):
    filled = fill("Hello [[first_name]]", {"first_name": name}, escape=HEADER)

    assert len(filled.splitlines()) == 1


def test_a_field_without_a_value_is_a_fault():
    with pytest.raises(UnknownField, match="surname"):
        fill("[[surname]]", NOBODY, escape=TEXT)


def test_a_title_speaks_to_nobody_in_particular():
    assert at_fallback("[[first_name|Friend]], part 2") == "Friend, part 2"
    assert at_fallback("[[unsubscribe_url]]") == "#"


def test_a_title_keeps_a_field_that_we_do_not_know_for_its_author_to_see():
    assert at_fallback("[[surname|Friend]], part 2") == "[[surname|Friend]], part 2"


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Three walks, [[first_name|friend]]", "Three walks, friend"),
        ("Three walks, [[first_name]]", "Three walks"),
        ("Three walks, [[ first_name | ]]!", "Three walks!"),
        ("[[first_name]], three walks", "Three walks"),
        ("[[first_name]] [[first_name]]: a walk", "A walk"),
        ("A walk [[first_name]] and a rest", "A walk and a rest"),
        ("[[surname|Friend]], part 2", "Friend, part 2"),
        ("News of [[newsletter]]", "News of Slow Letters"),
        ("[[view_url]]", ""),
        ("Plain words, [1] and a[0]", "Plain words, [1] and a[0]"),
    ],
)
def test_a_list_shows_a_subject_without_a_single_field(subject, shown):
    assert filled_for_nobody(subject, newsletter="Slow Letters") == shown


@given(st.lists(st.sampled_from(["[[first_name]]", "[[first_name|a]]", "[[x|b]]", "walk", ", ", "\0", "!"])))
def test_no_field_and_no_mark_of_ours_is_ever_left_in_a_list(pieces):
    shown = filled_for_nobody("".join(pieces))

    assert "[[" not in shown
    assert "\0" not in shown


def test_each_field_is_found_with_its_fallback():
    found = list(find("[[first_name|you]] and [[newsletter]] and [[ no field"))

    assert [(field.name, field.fallback) for field in found] == [("first_name", "you"), ("newsletter", None)]


def test_an_unknown_field_is_a_stop_with_its_block():
    (finding,) = unknown("[[surname]] [[first_name]]", block_id="b1")

    assert (finding.check, finding.level, finding.block_id) == ("B4", Level.STOP, "b1")
    assert "[[surname]]" in finding.words


def test_an_author_may_not_use_a_field_of_ours():
    assert list(unknown("[[address_hint]]", allowed={"first_name"}))


@pytest.mark.parametrize("text", ["[[first_name", "[[ First Name ]]", "[[]]", "[[first_name|a|b]]"])
def test_half_a_field_is_left_over(text):
    assert list(leftover(text))


def test_a_good_text_has_nothing_left_over():
    assert not list(leftover("Dear [[first_name|friend]], [1] and a[0]"))


@pytest.mark.parametrize(
    "markup",
    ['<a href="https://x.example/?u=[[unsubscribe_url]]">x</a>', "<p>[[view_url]]</p>", '<img src="[[view_url]]">'],
)
def test_half_an_address_is_a_stop(markup):
    assert [finding.check for finding in misplaced_urls(markup)] == ["B4"]


def test_a_whole_address_is_fine():
    assert not list(misplaced_urls("<a class='x' href='[[unsubscribe_url]]'>x</a>"))


@given(st.text())
def test_any_text_is_searched_without_a_fault(text):
    assert isinstance(list(find(text)) + list(leftover(text)) + list(unknown(text)), list)
