import pytest

from cms.core.links import Link
from newsletter.core.preflight.link_words import check

A, B = "https://example.org/a", "https://example.org/b"


@pytest.mark.parametrize("words", ["Here", "read more \u2192", "Click here.", "https://example.org/a"])
def test_words_that_do_not_say_where_a_link_leads_ask(a_letter, words):
    (finding,) = check(a_letter(body=f'<a href="{A}">{words}</a>'))

    assert (finding.check, finding.block_id) == ("W7", "block-1")


def test_the_same_words_for_two_pages_ask(a_letter, said):
    body = f'<a href="{A}">Part one</a> <a href="{B}">part one</a>'

    assert "lead to different pages" in said(check, a_letter(body=body))


def test_telling_words_pass(a_letter):
    body = f'<a href="{A}">Part one</a> <a href="{A}">Part one</a> <a href="{B}"><img src="x" alt="Part two"></a>'

    assert not list(check(a_letter(body=body)))


def test_of_two_links_to_one_place_the_finding_names_the_block_of_the_right_one(a_letter):
    links = (Link(1, A, "Part one", "web", "block-1"), Link(2, A, "Click \n here", "web", "block-2"))
    (finding,) = check(a_letter(body=f'<a href="{A}">Part one</a> <a href="{A}">Click here</a>', links=links))

    assert finding.block_id == "block-2"


def test_of_the_same_words_for_two_pages_the_block_of_the_second_page_is_named(a_letter):
    links = (
        Link(1, B, "Another", "web", "block-1"),
        Link(2, A, "It", "web", "block-2"),
        Link(3, B, "it", "web", "b-3"),
    )
    body = f'<a href="{B}">Another</a> <a href="{A}">It</a> <a href="{B}">it</a>'
    (finding,) = check(a_letter(body=body, links=links))

    assert finding.block_id == "b-3"
