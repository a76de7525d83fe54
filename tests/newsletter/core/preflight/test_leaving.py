import pytest

from newsletter.core.preflight.leaving import check


def test_a_letter_with_its_footer_passes(a_letter):
    assert not list(check(a_letter()))


@pytest.mark.parametrize(
    "footer",
    [
        "<p>Slow Letters<br>12 Harbour Row, Lisbon</p>",
        '<p style="display: none"><a href="[[unsubscribe_url]]">Leave</a></p>Slow Letters<br>12 Harbour Row, Lisbon',
        '<a href="[[unsubscribe_url]]"></a>Slow Letters<br>12 Harbour Row, Lisbon',
    ],
)
def test_a_letter_without_a_visible_way_out_stops(a_letter, said, footer):
    assert "no visible link to unsubscribe" in said(check, a_letter(footer=footer))


def test_a_plain_text_without_a_way_out_stops(a_letter, said):
    assert "plain text has no address to unsubscribe" in said(
        check, a_letter(text="Slow Letters 12 Harbour Row, Lisbon")
    )


def test_missing_headers_stop(a_letter, said):
    assert "one click" in said(check, a_letter(headers=frozenset({"List-Unsubscribe"})))


def test_a_newsletter_without_postal_address_stops(a_letter, said):
    assert "no postal address" in said(check, a_letter(postal_address=" "))


def test_a_postal_address_that_is_not_in_the_letter_stops(a_letter, said):
    assert "does not stand in the letter" in said(check, a_letter(postal_address="1 Other Street"))
