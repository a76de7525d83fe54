"""Palettes, and whether their colors can be told apart: contrast as WCAG 2.2 defines it."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import asdict, dataclass
from itertools import product

LEAST_CONTRAST = 4.5  # text under 24 px, WCAG 2.2 success criterion 1.4.3

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_BACKGROUNDS = ("paper", "surface", "tint_is", "tint_not", "tint_note")
_WORDS = ("ink", "ink_soft", "accent")
# Button words are paper on accent in both palettes.
_PAIRS = (*product(_WORDS, _BACKGROUNDS), ("paper", "accent"))


@dataclass(frozen=True)
class Palette:
    """The nine colors of one view, each six-digit hex."""

    paper: str
    surface: str
    ink: str
    ink_soft: str
    line: str
    accent: str
    tint_is: str
    tint_not: str
    tint_note: str

    def inverted(self) -> "Palette":
        """As a mail client shows it that darkens letters by itself: same hues, lightness turned over."""
        return Palette(**{name: _turned(color) for name, color in asdict(self).items()})


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two six-digit hex colors, from 1 to 21; the order does not matter."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def palette_problems(palette: Palette, *, name: str) -> list[str]:
    """What is wrong with a palette, in words; `name` says which one it is."""
    colors = asdict(palette)
    wrong = [
        f"In the {name} colors, {token} is “{color}”. Write six hex digits, like #1f5c57."
        for token, color in colors.items()
        if not _HEX.fullmatch(color)
    ]
    return wrong or [problem for pair in _PAIRS for problem in _pair_problems(colors, pair, name)]


def _pair_problems(colors: dict[str, str], pair: tuple[str, str], name: str) -> list[str]:
    words, ground = pair
    found = []
    ratio = contrast(colors[words], colors[ground])
    if ratio < LEAST_CONTRAST:
        shown = int(ratio * 10) / 10  # rounded down: 4.46 must not read as enough
        found.append(
            f"In the {name} colors, {words} on {ground} has a contrast of {shown}. "
            f"Make one darker or lighter until it reaches {LEAST_CONTRAST}."
        )
    if {colors[words].lower(), colors[ground].lower()} == {"#000000", "#ffffff"}:
        found.append(f"In the {name} colors, {words} on {ground} is pure black and white. Soften one of them.")
    return found


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(color: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _turned(color: str) -> str:
    hue, lightness, saturation = rgb_to_hls(*_channels(color))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in hls_to_rgb(hue, 1 - lightness, saturation))
