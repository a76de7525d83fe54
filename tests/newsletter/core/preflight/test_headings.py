import pytest

from newsletter.core.preflight.headings import check


def test_a_heading_that_skips_a_level_is_asked_about(a_letter):
    (finding,) = check(a_letter(body="<h1>One</h1><h3>Deep down</h3>"))

    assert finding.words == "The heading “Deep down” skips a level below “One”."
    assert (finding.check, finding.block_id) == ("W6", "block-1")


def test_capitals_are_asked_about(a_letter):
    (finding,) = check(a_letter(body="<p><b>WHAT HELPS</b></p>"))

    assert "all in capitals" in finding.words


@pytest.mark.parametrize("body", ["<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>", "<p>PTSD</p>", "<h2>第二部分</h2>"])
def test_an_outline_passes(a_letter, body):
    assert not list(check(a_letter(body=body)))


def test_one_word_of_six_capitals_and_ten_words_are_a_shout_and_a_longer_line_is_a_quotation(a_letter):
    assert list(check(a_letter(body="<p>SILENT</p>")))
    assert list(check(a_letter(body=f"<p>{'WORD ' * 10}</p>")))
    assert not list(check(a_letter(body="<p>QUIET</p>")))
    assert not list(check(a_letter(body=f"<p>{'WORD ' * 11}</p>")))
