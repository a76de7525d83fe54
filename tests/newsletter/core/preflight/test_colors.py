import pytest

from newsletter.core.preflight.colors import check

PALE = '<p style="color:#999999;background:#ffffff">A pale line</p>'


def test_pale_words_are_asked_about_with_their_block_and_their_contrast(a_letter):
    (finding,) = check(a_letter(body=PALE))

    assert (finding.check, finding.block_id, finding.passage) == ("W4", "block-1", "A pale line")
    assert "a contrast of 2.8 where 4.5 is needed" in finding.words


def test_large_words_may_be_paler(a_letter):
    large = '<p style="color:#888888;background:#ffffff;font-size:24px">A large line</p>'

    assert not list(check(a_letter(body=large)))
    assert list(check(a_letter(body=large.replace("24px", "20px"))))


def test_colors_that_fail_only_when_turned_over_are_asked_about_too(a_letter):
    turned = '<p style="color:#763423;background:#fbc54f">Brown on amber</p>'

    (finding,) = check(a_letter(body=turned))
    assert "where a mail program darkens letters by itself" in finding.words


def test_a_pair_of_colors_is_said_once(a_letter):
    assert len(list(check(a_letter(body=PALE + PALE)))) == 1


@pytest.mark.parametrize("color", ["#24211d", "#1f5c57", "#5f584f"])
def test_our_own_colors_pass(a_letter, color):
    assert not list(check(a_letter(body=f'<p style="color:{color};background:#ffffff">A line</p>')))
