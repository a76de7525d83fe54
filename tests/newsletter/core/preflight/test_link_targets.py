import pytest

from cms.core.links import Link
from newsletter.core.preflight.link_targets import check

PUBLIC = ["https://example.org/a?b=1&amp;c=2", "http://93.184.215.14/", "mailto:mara@example.org", "tel:+351210000000"]
NOWHERE = ["#", "", "#part-2"]
REFUSED = ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "relative/page", "ftp://example.org/"]
PRIVATE = [
    "http://localhost/x",
    "https://127.0.0.1/",
    "https://127.1/",
    "http://2130706433/",
    "https://192.168.0.9/",
    "https://[::1]/",
    "https://intranet/",
    "https://cms.local/",
]


@pytest.mark.parametrize("href", PUBLIC)
def test_a_public_target_passes(a_letter, href):
    assert not list(check(a_letter(body=f'<a href="{href}">A page</a>')))


@pytest.mark.parametrize("href", NOWHERE + REFUSED + PRIVATE)
def test_a_target_that_readers_cannot_reach_stops_with_its_block(a_letter, href):
    (finding,) = check(a_letter(body=f'<a href="{href}">A page</a>', links=()))

    assert (finding.check, finding.block_id) == ("B6", "block-1")


def test_a_link_without_href_stops(a_letter, said):
    assert "leads nowhere" in said(check, a_letter(body="<a>A page</a>"))


def test_a_preview_address_stops(a_letter, said):
    letter = a_letter(
        body='<a href="https://letters.example.org/admin/pages/7/">Draft</a>',
        private_prefixes=("https://letters.example.org/admin/",),
    )

    assert "you and your colleagues" in said(check, letter)


def test_a_page_that_is_not_public_stops(a_letter):
    draft = Link(2, "https://letters.example.org/draft/", "A draft", "page", "block-9", reachable=False)
    (finding,) = check(a_letter(links=(draft,)))

    assert (finding.block_id, finding.passage) == ("block-9", "A draft")


def test_a_site_on_a_private_address_may_link_to_itself(a_letter):
    letter = a_letter(body='<a href="http://127.0.0.1:8000/x/">A page</a>', own_hosts=frozenset({"127.0.0.1"}))

    assert not list(check(letter))


def test_an_address_that_was_refused_is_told_in_other_words_than_a_page(a_letter):
    refused = Link(2, "", "Write to me", "web", "block-9", reachable=False)
    (finding,) = check(a_letter(links=(refused,)))

    assert finding.words == 'The link "Write to me" has an address that mail programs refuse.'
    assert "Publish" not in finding.mend
