import pytest

from newsletter.core.preflight.size import check


@pytest.mark.parametrize("size", [0, 89_999, 102_400])
def test_a_letter_that_is_short_or_stopped_elsewhere_is_not_asked_about(a_letter, size):
    assert not list(check(a_letter(html="x" * size)))


def test_a_long_letter_asks(a_letter):
    assert [finding.check for finding in check(a_letter(html="x" * 90_000))] == ["W1"]


def test_a_letter_that_is_long_once_it_is_filled_asks(a_letter):
    assert [finding.check for finding in check(a_letter(html="x", filled_bytes=90_000))] == ["W1"]


def test_long_styles_ask(a_letter, said):
    assert "styles" in said(check, a_letter(html=f"<style>{'p' * 15_000}</style>"))
