"""Colors, type and sizes from one file of tokens, as the site's CSS and the letters' inline styles."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property

from cms.core.contrast import Palette, contrast, palette_problems
from cms.core.letter_styles import letter_styles

__all__ = ["Palette", "Theme", "contrast", "problems"]


@dataclass(frozen=True)
class Theme:
    """One look for site and letters. Sizes are px unless the token file says otherwise."""

    light: Palette
    dark: Palette
    site_font: str
    interface_font: str
    stacks: Mapping[str, str]
    font: str
    site: Mapping[str, float]
    letter: Mapping[str, float]

    @classmethod
    def parse(cls, toml_text: str) -> "Theme":
        """The theme that a token file describes. Raises ValueError, KeyError or TypeError when it lacks a token."""
        tokens = tomllib.loads(toml_text)
        return cls(
            light=Palette(**tokens["light"]),
            dark=Palette(**tokens["dark"]),
            site_font=tokens["type"]["site"],
            interface_font=tokens["type"]["interface"],
            stacks=tokens["stacks"],
            font=tokens["type"]["letter"],
            site=tokens["site"],
            letter=tokens["letter"],
        )

    def with_overrides(
        self,
        *,
        accent: str | None = None,
        accent_dark: str | None = None,
        paper: str | None = None,
        paper_dark: str | None = None,
        font: str | None = None,
    ) -> "Theme":
        """The same theme with a newsletter's own colors and letter type; None and "" keep what is there."""
        return replace(
            self,
            light=replace(self.light, accent=accent or self.light.accent, paper=paper or self.light.paper),
            dark=replace(self.dark, accent=accent_dark or self.dark.accent, paper=paper_dark or self.dark.paper),
            font=font or self.font,
        )

    @property
    def letter_font(self) -> str:
        """The font stack of letters; a name that is not one of the five falls back to the first."""
        return self.stacks.get(self.font) or next(iter(self.stacks.values()))

    @cached_property
    def styles(self) -> Mapping[str, str]:
        """Inline style strings for HTML inside mj-text, in the light palette."""
        return letter_styles(palette=self.light, font=self.letter_font, sizes=self.letter)

    @cached_property
    def mirrored_styles(self) -> Mapping[str, str]:
        """The same for letters that are read from the right."""
        return letter_styles(palette=self.light, font=self.letter_font, sizes=self.letter, direction="rtl")

    @cached_property
    def sha256(self) -> str:
        """The hash of all tokens, in hex: a letter keeps it to say which look it was made with."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def css_variables(self) -> str:
        """The tokens as CSS variables: light, and dark for those who ask for it."""
        light = _declarations(_colors(self.light) | self._type_variables())
        dark = _declarations(_colors(self.dark))
        return (
            f":root {{ color-scheme: light dark; {light} }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        )

    def _type_variables(self) -> dict[str, str]:
        sizes = {name: f"{value}{_UNITS.get(name, 'px')}" for name, value in self.site.items()}
        return {"font-text": self.site_font, "font-interface": self.interface_font} | {
            f"size-{name.replace('_', '-')}": value for name, value in sizes.items()
        }


_UNITS = {"leading": "", "tight": "", "measure": "ch", "block_gap": "em", "item_gap": "em"}


def problems(theme: Theme) -> list[str]:
    """Why this theme may not be saved, in words for the person who chose it; empty when all is well."""
    found = palette_problems(theme.light, name="light")
    found += palette_problems(theme.dark, name="dark")
    if not found:
        found += palette_problems(theme.light.inverted(), name="inverted light")
    if theme.font not in theme.stacks:
        choices = ", ".join(theme.stacks)
        found.append(f"Letters cannot use the type “{theme.font}”. Choose one of: {choices}.")
    return found


def _colors(palette: Palette) -> dict[str, str]:
    return {f.name.replace("_", "-"): getattr(palette, f.name) for f in fields(palette)}


def _declarations(variables: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in variables.items())
