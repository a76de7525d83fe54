import pytest

from newsletter.core.preflight.link_manners import check


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="http://example.org/">A page</a>', "not encrypted"),
        ('<a href="https://bit.ly/x">A page</a>', "goes through bit.ly"),
        ('<a href="https://evil.example/">bank.example</a>', "shows bank.example and leads to evil.example"),
        ('<a href="https://e.example/a">Page</a>' * 60, "61 links"),
    ],
)
def test_a_link_that_careful_readers_distrust_gets_a_hint(a_letter, said, link, words):
    assert words in said(check, a_letter(body=link))


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://www.example.org/a">example.org</a>',
        '<a href="https://example.org/a">www.example.org/a</a>',
        '<a href="mailto:a@example.org">Write to us</a>',
        '<a href="https://[broken">A page</a>',
    ],
)
def test_an_honest_link_passes(a_letter, link):
    assert not list(check(a_letter(body=link)))
