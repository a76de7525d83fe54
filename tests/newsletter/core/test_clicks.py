"""Counted links: which may be counted, where they lead, and how a letter reads where nobody is counted."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from cms.core.links import Link
from newsletter.core.clicks import NAME, Around, countable, counted, key_of, uncounted
from newsletter.core.preflight.markup import read
from tests.factories import LETTER

SITE = "https://news.example.org"
AROUND = Around(base_url=SITE, helplines={"samaritans.org"})


def link(target, *, label="Read on", kind="web", block_id="b", number=1):
    return Link(number, target, label, kind, block_id)


def letter_with(*links):
    numbered = tuple(replace(one, id=number) for number, one in enumerate(links, start=1))
    anchors = "".join(
        f'<p><a style="x" href="{one.target.replace("&", "&amp;")}">{one.label}</a></p>' for one in numbered
    )
    body = f'<html><body class="x">{anchors}<a href="[[unsubscribe_url]]">Unsubscribe</a></body></html>'
    return replace(LETTER, html=body, links=numbered)


def hrefs(letter):
    return [anchor.href for anchor in read(letter.html).anchors]


@pytest.mark.parametrize(
    "one",
    [
        link("https://a.example/x?y=1&z=2"),
        link("http://a.example/"),
        link(f"{SITE}/articles/rest/", kind="page"),
        link(f"{SITE}/documents/1/walk.pdf", kind="document"),
        link("https://notsamaritans.org/"),
        link("https://a.example/", label="Version 2.0 is here"),
    ],
)
def test_an_authors_link_may_be_counted(one):
    assert countable([one], around=AROUND) == {one.target: one}


@pytest.mark.parametrize(
    "one",
    [
        link("mailto:mara@example.org", kind="mail"),
        link("tel:+44116123", kind="phone"),
        link("#top", kind="anchor"),
        link("https://www.samaritans.org/how-we-help/"),
        link("https://SAMARITANS.org"),
        link("https://chat.samaritans.org/"),
        link("https://a.example/", block_id=""),
        link(f"{SITE}/u/AbC"),
        link(f"{SITE}/m/"),
        link(f"{SITE}/join/"),
        link("https://a.example/?name=[[first_name]]"),
        link("https://a.example/", label="https://a.example/"),
        link("https://a.example/", label=" a.example "),
        link("", kind="page"),
    ],
    ids=lambda one: f"{one.target or 'unreachable'} {one.label} {one.block_id}",
)
def test_help_ways_out_and_what_is_no_web_page_is_never_counted(one):
    letter = letter_with(one, link("https://other.example/"))

    assert one.target not in countable(letter.links, around=AROUND)
    assert hrefs(counted(letter, around=AROUND))[0] == one.target


def test_one_place_is_counted_once_and_never_when_one_of_its_links_may_not_be():
    twice = letter_with(link("https://a.example/"), link("https://a.example/", label="Once more"))
    first, again, *_ = hrefs(counted(twice, around=AROUND))
    assert first == again == f"{SITE}/r/{key_of(twice)}-1"

    named = letter_with(link("https://a.example/"), link("https://a.example/", label="a.example"))
    assert counted(named, around=AROUND) == named


def test_an_address_in_a_letter_tells_the_letter_and_the_link_and_nothing_else():
    letter = letter_with(link("https://a.example/grief-and-loss?utm=1", label="On grief"))
    found = counted(letter, around=AROUND)

    assert hrefs(found) == [f"{SITE}/r/{key_of(letter)}-1", "[[unsubscribe_url]]", f"{SITE}/r/{key_of(letter)}-0"]
    assert all(NAME.fullmatch(href.removeprefix(f"{SITE}/r/")) for href in hrefs(found) if "/r/" in href)
    assert "grief-and" not in found.html
    assert (found.text, found.links) == (letter.text, letter.links)
    assert key_of(letter) != key_of(replace(letter, boundary="=_" + "f" * 32))


TARGETS = st.sampled_from(
    [
        "https://a.example/?a=1&b=2",
        "https://b.example/",
        "mailto:x@example.org",
        f"{SITE}/p/x",
        "https://samaritans.org/",
    ]
)


@given(st.lists(TARGETS, max_size=6))
def test_where_nobody_is_counted_the_letter_reads_as_it_was_written(targets):
    letter = letter_with(*(link(target) for target in targets))

    assert uncounted(counted(letter, around=AROUND)) == letter
    assert uncounted(letter) == letter


def test_an_authors_own_text_that_looks_like_a_counted_link_is_left_alone():
    letter = letter_with(link("https://a.example/r/aaaaaaaaaaaaaaaa-1"), link("https://b.example/"))

    assert uncounted(counted(letter, around=AROUND)) == letter
