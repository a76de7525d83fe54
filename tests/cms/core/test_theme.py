import random
import tomllib
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from cms.core.theme import Palette, Theme, contrast, problems

TOKENS = Path("templates/theme/tokens.toml").read_text("utf-8")
THEME = Theme.parse(TOKENS)


def test_house_theme_has_no_problems():
    assert problems(THEME) == []


def test_site_and_letters_take_their_colors_from_one_file():
    changed = Theme.parse(TOKENS.replace("#24211d", "#101010"))

    assert "--ink: #101010" in changed.css_variables()
    assert "color:#101010" in changed.styles["p"]


def test_variables_hold_both_views():
    light, dark = THEME.css_variables().split("@media (prefers-color-scheme: dark)")

    assert "--tint-note: #f3efe6" in light
    assert "--tint-note: #26231e" in dark


def test_newsletter_may_bring_its_own_colors_and_type():
    own = THEME.with_overrides(accent="#334455", accent_dark="#aabbcc", paper="#fafafa", font="verdana")

    assert (own.light.accent, own.dark.accent, own.light.paper) == ("#334455", "#aabbcc", "#fafafa")
    assert "font-family:Verdana" in own.styles["p"]


def test_theme_without_overrides_is_the_house_theme():
    assert THEME.with_overrides() == THEME
    assert THEME.with_overrides(accent="").sha256 == THEME.sha256


def test_hash_follows_every_token():
    assert THEME.with_overrides(accent="#1f5c58").sha256 != THEME.sha256


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"accent": "#9fc"}, "six hex digits"),
        ({"accent": "#99aabb"}, "the accent color #99aabb is too close to the page, letters and cards"),
        ({"accent_dark": "#333333"}, "In the dark colors, the accent color #333333"),
        ({"font": "Comic Sans"}, "Choose one of: georgia"),
    ],
)
def test_theme_that_reads_badly_says_why(overrides, words):
    assert any(words in problem for problem in problems(THEME.with_overrides(**overrides)))


def test_unknown_type_falls_back_to_the_first_stack():
    assert THEME.with_overrides(font="nope").letter_font.startswith("Georgia")


def test_token_file_that_lacks_a_color_is_refused():
    with pytest.raises(TypeError, match="ink_weak"):
        Theme.parse(TOKENS.replace("ink_soft", "ink_weak"))


def test_contrast_is_that_of_the_web_guidelines():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_ink_stands_out_as_the_look_promises():
    assert contrast(THEME.light.ink, THEME.light.paper) >= 12
    assert contrast(THEME.light.ink_soft, THEME.light.paper) >= 5.5
    assert contrast(THEME.light.paper, THEME.light.accent) >= 5


def test_letters_offer_five_system_stacks_and_load_no_font():
    stacks = tomllib.loads(TOKENS)["stacks"]

    assert len(stacks) == 5
    assert "Source Serif" not in str(stacks)


def _shifted(palette: Palette, dice: random.Random) -> Palette:
    shift = dice.choice([0, 8, 24, 64])
    return Palette(**{name: _near(color, shift, dice) for name, color in asdict(palette).items()})


def _near(color: str, shift: int, dice: random.Random) -> str:
    channels = (int(color[at : at + 2], 16) + dice.randint(-shift, shift) for at in (1, 3, 5))
    return "#" + "".join(f"{min(255, max(0, channel)):02x}" for channel in channels)


def _worst(palette: Palette) -> float:
    grounds = (palette.paper, palette.surface, palette.tint_is, palette.tint_not, palette.tint_note)
    pairs = [(word, ground) for word in (palette.ink, palette.ink_soft, palette.accent) for ground in grounds]
    return min(contrast(word, ground) for word, ground in [*pairs, (palette.paper, palette.accent)])


def test_what_is_accepted_can_be_read_in_light_dark_and_inverted_view():
    dice = random.Random(12)
    themes = [replace(THEME, light=_shifted(THEME.light, dice), dark=_shifted(THEME.dark, dice)) for _ in range(3_000)]
    accepted = [theme for theme in themes if not problems(theme)]

    assert 100 < len(accepted) < 3_000
    assert all(_worst(view) >= 4.5 for t in accepted for view in (t.light, t.dark, t.light.inverted()))
