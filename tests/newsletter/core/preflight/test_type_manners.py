import pytest

from newsletter.core.preflight.type_manners import check

LONG = " ".join(["word"] * 40)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("font-size:12px", "Smaller than 14 px"),
        ("font-size:16px;line-height:1.1", "too close together"),
        ("text-align:justify", "tears holes"),
        ("text-align:center", "in the middle"),
    ],
)
def test_type_that_tires_gets_a_hint(a_letter, style, words):
    (finding,) = check(a_letter(body=f'<p style="{style}">{LONG}</p>'))

    assert words in finding.words
    assert (finding.check, finding.block_id) == ("W5", "block-1")


@pytest.mark.parametrize(
    "body",
    [
        f'<p style="font-size:14px;line-height:1.4">{LONG}</p>',
        '<p style="text-align:center">With love, Mara</p>',
        '<p style="line-height:1">Button</p>',
        f'<h2 style="line-height:1.2">{LONG}</h2>',
    ],
)
def test_type_that_reads_well_passes(a_letter, body):
    assert not list(check(a_letter(body=body)))


@pytest.mark.parametrize(
    ("style", "count", "is_told"),
    [
        ("font-size:13.9px", 1, True),
        ("text-align:center", 29, False),
        ("text-align:center", 30, True),
        ("line-height:1.39", 11, False),
        ("line-height:1.39", 12, True),
    ],
)
def test_where_type_begins_to_tire(a_letter, style, count, is_told):
    body = f'<p style="{style}">{" ".join(["word"] * count)}</p>'

    assert bool(list(check(a_letter(body=body)))) is is_told
