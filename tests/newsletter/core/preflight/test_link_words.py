import pytest

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
