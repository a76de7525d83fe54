"""What is read of the looks of words."""

import pytest
from hypothesis import given, strategies as st

from newsletter.core.preflight.looks import passages


def look_of(html):
    (passage,) = passages(html)
    return passage.look


def test_color_and_ground_are_handed_down_until_something_else_is_said():
    outer = '<div style="color:#24211d;background-color:#fbf8f3"><p>One <a style="color: #1F5C57">two</a></p></div>'

    one, two = passages(outer)
    assert (one.words, one.look.color, one.look.ground) == ("One", "#24211d", "#fbf8f3")
    assert (two.words, two.look.color, two.look.ground) == ("two", "#1f5c57", "#fbf8f3")


def test_a_ground_may_stand_in_an_attribute_and_a_color_in_three_digits():
    assert look_of('<td bgcolor="#1f5c57" style="color:#fff">Go</td>').ground == "#1f5c57"
    assert look_of('<p style="color:#fff">Go</p>').color == "#ffffff"


def test_leading_is_said_in_times_percent_or_px():
    for said in ("1.5", "150%", "30px"):
        assert look_of(f'<p style="font-size:20px;line-height:{said}">A line</p>').leading == 1.5


def test_what_nobody_sees_is_no_passage():
    assert passages('<title>x</title><style>p{}</style><div style="display:none">Preview</div>') == ()


def test_large_text_is_counted_as_wcag_counts_it():
    assert look_of('<p style="font-size:24px">A</p>').is_large
    assert look_of('<h3 style="font-size:19px">A</h3>').is_large
    assert not look_of('<p style="font-size:19px">A</p>').is_large


@given(st.text(alphabet=st.sampled_from('<>/="p h1;:#f%![ -') | st.characters(), max_size=200))
def test_reading_anything_raises_nothing(html):
    assert all(passage.words for passage in passages(html))


@pytest.mark.parametrize(
    ("style", "is_large"),
    [
        ("font-size:23.9px", False),
        ("font-size:18.66px;font-weight:600", True),
        ("font-size:18.65px;font-weight:700", False),
        ("font-size:18.66px;font-weight:599", False),
        ("font-size:19px;font-weight:bold", True),
    ],
)
def test_large_begins_at_exactly_these_sizes_and_weights(style, is_large):
    assert look_of(f'<p style="{style}">A</p>').is_large is is_large


def test_bold_is_said_by_name_by_element_or_taken_back():
    assert look_of("<p><strong>A</strong></p>").weight == 700
    assert look_of('<p style="font-weight:bold">A</p>').weight == 700
    assert look_of('<h2 style="font-weight:normal">A</h2>').weight == 400
    assert look_of('<div style="font-weight:800"><p>A</p></div>').weight == 800


def test_each_block_and_each_change_of_look_ends_a_passage():
    assert [found.words for found in passages("<p>One</p>two<div>three</div>")] == ["One", "two", "three"]
    assert [found.words for found in passages('<p>One <b style="color:#123456">two</b> three</p>')] == [
        "One",
        "two",
        "three",
    ]


def test_an_end_that_was_never_opened_closes_nothing():
    assert look_of('<div style="color:#123456"></span><p>A</p></div>').color == "#123456"


def test_blanks_between_two_looks_are_no_passage():
    assert [found.words for found in passages('<p><i style="color:#111111">A</i> \n <i>B</i></p>')] == ["A", "B"]


def test_leading_and_place_are_handed_down_and_may_stand_in_an_attribute():
    inherited = look_of('<div style="line-height:1.4;text-align:justify"><p>A</p></div>')

    assert (inherited.leading, inherited.align) == (1.4, "justify")
    assert look_of('<td align="center">A</td>').align == "center"


def test_a_ground_in_the_short_form_counts():
    assert look_of('<p style="background:#abcdef">A</p>').ground == "#abcdef"
