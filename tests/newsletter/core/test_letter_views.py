from dataclasses import replace

from hypothesis import given, strategies as st

from newsletter.core.letter_views import Foot, openly, openly_as_text, public_values
from tests.factories import LETTER

VALUES = public_values(newsletter="Slow Letters", home_url="https://x.example/n/", view_url="https://x.example/n/1/")
FOOT = Foot("It stays here.", label="Get it & more", url="https://x.example/join/?a=1&b=2")
HTML = (
    '<p>Dear <a href="https://a.example">you</a></p><p style="a">You get this at [[address_hint]]\nfor now.</p>'
    '<p style="b"><a href="[[unsubscribe_url]]" style="c">Leave</a> &#183; <a href="[[view_url]]">Web</a></p>'
    "<p>Lane</p>"
)
TEXT = (
    "Slow Letters\nRead it on the web: [[view_url]]\n\nDear you,\n\n----------\nYou get this because you\nasked at "
    "[[address_hint]] and\nconfirmed it.\n\n"
    "Unsubscribe: [[unsubscribe_url]]\nPause: [[preferences_url]]\n\nQuiet Lane\n"
)


def test_the_foot_takes_the_place_of_one_readers_ways_out_and_looks_like_them():
    shown = openly(replace(LETTER, html=HTML), VALUES, foot=FOOT)

    assert shown == (
        '<p>Dear <a href="https://a.example">you</a></p><p style="a">It stays here.</p>'
        '<p style="b"><a href="https://x.example/join/?a=1&amp;b=2" style="c">Get it &amp; more</a></p><p>Lane</p>'
    )


def test_without_an_offer_the_ways_out_are_just_gone():
    shown = openly(replace(LETTER, html=HTML), VALUES, foot=Foot("It stays here."))

    assert '<p style="a">It stays here.</p><p>Lane</p>' in shown


def test_the_plain_half_loses_the_same():
    shown = openly_as_text(replace(LETTER, text=TEXT), VALUES, foot=FOOT)

    assert shown == (
        "Slow Letters\n\nDear you,\n\n----------\nIt stays here.\n\n"
        "Get it & more: https://x.example/join/?a=1&b=2\n\n\nQuiet Lane\n"
    )


def test_a_long_letters_own_link_to_the_web_is_not_shown_there():
    first = '<div><a href="[[view_url]]" style="x">Read it on the web</a></div><p>Words</p>'

    assert openly(replace(LETTER, html=first), VALUES, foot=FOOT) == "<div></div><p>Words</p>"


@given(st.text(st.characters(codec="utf-8", exclude_characters="[]")))
def test_an_authors_words_stay_as_they_are(words):
    paragraph = f"<p>{words}</p>"

    assert openly(replace(LETTER, html=paragraph), VALUES, foot=FOOT) == paragraph
