import pytest

from newsletter.core.preflight.preview_text import check


@pytest.mark.parametrize("preview", ["x" * 30, "x" * 140])
def test_a_preview_text_of_good_length_passes(a_letter, preview):
    assert not list(check(a_letter(preview_text=preview)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"preview_text": " "}, "no preview text"),
        ({"preview_text": "x" * 29}, "fewer than 30"),
        ({"preview_text": "x" * 141}, "more than 140"),
        (
            {"preview_text": "Part 2, coming back: how we begin again"}
            | {"subject": "Part 2 - Coming back. How we begin again"},
            "repeats the subject",
        ),
        (
            {"preview_text": "The house was quiet, and so was the street"}
            | {"body": "<h1>Back</h1><p>The house <b>was</b> quiet and <a href='/'>so was</a> the street. We sat.</p>"},
            "first sentence",
        ),
    ],
)
def test_a_preview_text_that_says_nothing_new_asks(a_letter, said, change, words):
    assert words in said(check, a_letter(**change))


@pytest.mark.parametrize(
    "body",
    [
        '<p style="font-size:15px">This text speaks of work stress and exhaustion.</p><p>It was quiet.</p>',
        "<h2>This text speaks of work stress and exhaustion</h2><p>It was quiet.</p>",
        "<p><b>This text speaks of work stress and exhaustion.</b> It was.</p><p>It was quiet.</p>",
    ],
)
def test_what_stands_above_the_first_paragraph_is_not_to_be_repeated(a_letter, said, body):
    preview = "This text speaks of work stress and exhaustion"

    assert "first sentence" in said(check, a_letter(body=body, preview_text=preview))


def test_a_sentence_from_further_down_may_be_the_preview_text(a_letter):
    body = "<h1>Back</h1><p>It was quiet. We sat in it for a very long time.</p><p>Then it rained for a whole week.</p>"

    for preview in ("We sat in it for a very long time.", "Then it rained for a whole week."):
        assert not list(check(a_letter(body=body, preview_text=preview)))
