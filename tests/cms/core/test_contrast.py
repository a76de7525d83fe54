from dataclasses import fields

import pytest
from hypothesis import given, strategies as st

from cms.core.contrast import Palette, contrast, palette_problems

colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
dark_words = st.integers(0, 0x5).map(lambda shade: f"#{shade}0{shade}1{shade}0")
light_grounds = st.integers(0xB, 0xF).map(lambda shade: f"#{shade:x}a{shade:x}b{shade:x}a")
_WORDS = {"ink", "ink_soft", "accent"}
palettes = st.builds(Palette, **{f.name: colors for f in fields(Palette)})
readable = st.builds(Palette, **{f.name: dark_words if f.name in _WORDS else light_grounds for f in fields(Palette)})


@given(colors, colors)
def test_contrast_lies_between_one_and_twenty_one_either_way(one, other):
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, other) == contrast(other, one)


@given(palettes | readable)
def test_accepted_palette_can_be_read(palette):
    accepted = not palette_problems(palette, name="light")
    worst = min(contrast(getattr(palette, word), palette.paper) for word in _WORDS)

    assert not accepted or worst >= 4.5


@given(colors)
def test_turning_lightness_over_twice_gives_nearly_the_same_color(color):
    palette = Palette(*[color] * 9)
    back = palette.inverted().inverted().ink

    assert all(abs(int(color[at : at + 2], 16) - int(back[at : at + 2], 16)) <= 2 for at in (1, 3, 5))


def test_pure_black_on_pure_white_is_too_hard():
    palette = Palette("#ffffff", "#ffffff", "#000000", "#111111", "#dddddd", "#111111", *["#eeeeee"] * 3)

    assert any("black on white" in problem for problem in palette_problems(palette, name="light"))


def test_a_pale_color_is_told_in_one_sentence_with_the_way_out():
    palette = Palette("#fbf8f3", "#ffffff", "#24211d", "#5f584f", "#e5ddd1", "#99aabb", *["#f3efe6"] * 3)

    (problem,) = palette_problems(palette, name="light")
    assert problem.startswith("In the light colors, the accent color #99aabb is too close to the page,")
    assert problem.endswith("a contrast of 2.0 where 4.5 is needed. Choose a darker one.")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#0a0a0a", "#000000", 1.061),
        ("#0b0b0b", "#000000", 1.067),
    ],
)
def test_known_ratios_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)


def test_what_is_no_color_is_named_before_anything_is_measured():
    palette = Palette("#ffffff", "#ffffff", "teal", "#111111", "#dddddd", "#111111", *["#eeeeee"] * 3)

    (problem,) = palette_problems(palette, name="dark")
    assert problem == "In the dark colors, ink is “teal”. Write six hex digits, like #1f5c57."


def test_one_ground_is_named_alone_and_a_dark_page_asks_for_a_lighter_color():
    palette = Palette("#101010", "#181818", "#e8e8e8", "#c0c0c0", "#333333", "#a0c0c0", "#7a7a7a", *["#202020"] * 2)

    problems = palette_problems(palette, name="dark")
    assert any("#c0c0c0 is too close to the “is” side: a contrast of 2.3" in problem for problem in problems)
    assert all(problem.endswith("Choose a lighter one.") for problem in problems)
