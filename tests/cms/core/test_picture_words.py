import pytest

from cms.core.picture_words import fault_of


@pytest.mark.parametrize("alt", ["IMG_2041", "two-cups.jpeg", "x" * 151, "Image of two cups", "a photo of two cups"])
def test_words_that_do_not_describe_are_told_with_what_to_do(alt):
    words, mend = fault_of(alt)

    assert words
    assert mend


@pytest.mark.parametrize("alt", ["", "Two cups", "x" * 150, "Imagined houses", "The image of a saint"])
def test_words_that_describe_pass(alt):
    assert fault_of(alt) is None
