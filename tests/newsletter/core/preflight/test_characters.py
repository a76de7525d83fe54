import pytest

from newsletter.core.preflight.characters import check


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u202e", "\ud800"])
def test_an_invisible_character_stops_with_its_block(a_letter, character):
    (finding,) = check(a_letter(body=f"<p>a{character}b</p>"))

    assert (finding.check, finding.block_id) == ("B10", "block-1")
    assert f"U+{ord(character):04X}" in finding.words


@pytest.mark.parametrize("change", [{"subject": "a\nb"}, {"preview_text": "a\tb"}, {"from_name": "a\u202eb"}])
def test_a_line_end_in_a_header_text_stops(a_letter, change):
    (finding,) = check(a_letter(**change))

    assert finding.field == next(iter(change))


@pytest.mark.parametrize(
    "text", ["line\nline\ttab", "\u2067\u0625\u2069", "\U0001f468\u200d\U0001f469", "soft\u00adhyphen"]
)
def test_characters_that_writing_needs_pass(a_letter, text):
    assert not list(check(a_letter(body=f"<p>{text}</p>")))
