import pytest

from newsletter.core.preflight.alt_words import check

IMG = '<img src="https://x.example/a.jpg" alt="{}">'


@pytest.mark.parametrize("alt", ["IMG_2041", "two-cups.jpeg", "x" * 151, "Image of two cups", "a photo of two cups"])
def test_a_description_that_does_not_describe_gets_a_hint(a_letter, alt):
    (finding,) = check(a_letter(body=IMG.format(alt)))

    assert (finding.check, finding.block_id) == ("W10", "block-1")


@pytest.mark.parametrize("alt", ["", "Two cups", "x" * 150, "Imagined houses", "The image of a saint"])
def test_a_description_passes(a_letter, alt):
    assert not list(check(a_letter(body=IMG.format(alt))))
