"""Palettes, and whether their colors can be told apart: contrast as WCAG 2.2 defines it."""

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import asdict, dataclass
from itertools import product

from cms.core.listing import listed

LEAST_CONTRAST = 4.5  # text under 24 px, WCAG 2.2 success criterion 1.4.3
LEAST_CONTRAST_LARGE = 3.0  # larger text, the same criterion

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
# As the person who chose a color knows them. Button words are paper on accent, which is the pair accent on paper.
_GROUNDS = {
    "paper": "the page",
    "surface": "letters and cards",
    "tint_is": "the “is” side",
    "tint_not": "the “is not” side",
    "tint_note": "notes",
}
_WORDS = {"ink": "the text color", "ink_soft": "the color of captions", "accent": "the accent color"}


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
        return Palette(**{name: turned_over(color) for name, color in asdict(self).items()})


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two six-digit hex colors, from 1 to 21; the order does not matter."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def turned_over(color: str) -> str:
    """The same hue, as light as it was dark: what a mail client makes of it that darkens letters by itself."""
    hue, lightness, saturation = rgb_to_hls(*_channels(color))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in hls_to_rgb(hue, 1 - lightness, saturation))


def palette_problems(palette: Palette, *, name: str) -> list[str]:
    """What is wrong with a palette, in words; `name` says which one it is."""
    colors = asdict(palette)
    wrong = [
        f"In the {name} colors, {token} is “{color}”. Write six hex digits, like #1f5c57."
        for token, color in colors.items()
        if not _HEX.fullmatch(color)
    ]
    return wrong or [*_too_close(colors, name), *_too_hard(colors, name)]


def _too_close(colors: dict[str, str], name: str) -> Iterator[str]:
    """One sentence for each color of words, however many grounds it is lost on."""
    for words, said in _WORDS.items():
        ratios = {ground: contrast(colors[words], colors[ground]) for ground in _GROUNDS}
        lost = [ground for ground, ratio in ratios.items() if ratio < LEAST_CONTRAST]
        if lost:
            close = listed(_GROUNDS[ground] for ground in lost)
            least = int(min(ratios.values()) * 10) / 10  # rounded down: 4.46 must not read as enough
            way = "darker" if _luminance(colors["paper"]) > _luminance(colors["ink"]) else "lighter"
            yield (
                f"In the {name} colors, {said} {colors[words]} is too close to {close}: "
                f"a contrast of {least} where {LEAST_CONTRAST} is needed. Choose a {way} one."
            )


def _too_hard(colors: dict[str, str], name: str) -> Iterator[str]:
    for words, ground in product(_WORDS, _GROUNDS):
        if {colors[words].lower(), colors[ground].lower()} == {"#000000", "#ffffff"}:
            yield f"In the {name} colors, {_WORDS[words]} on {_GROUNDS[ground]} is black on white. Soften one of them."


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(color: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
