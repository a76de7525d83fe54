"""What is read of the looks of words."""

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
