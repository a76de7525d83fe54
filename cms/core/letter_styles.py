"""Inline styles of letters: many clients drop style blocks, so what matters stands on each element."""

from collections.abc import Mapping

from cms.core.contrast import Palette


def letter_styles(
    *, palette: Palette, font: str, sizes: Mapping[str, float], direction: str = "ltr"
) -> Mapping[str, str]:
    """One style string for each kind of element that a face may write; sizes in px.

    Indents and borders stand where a line begins in that direction: clients do not know `padding-inline-start`.

    Text and ground colors stand on the same element where both are set, so that a client that inverts
    colors inverts them together.
    """
    words = _Words(font, sizes, palette, direction)
    return words.headings() | words.texts() | words.lists() | words.marks() | words.tints()


class _Words:
    def __init__(self, font: str, sizes: Mapping[str, float], palette: Palette, direction: str) -> None:
        self._font = font
        self._sizes = sizes
        self._palette = palette
        self._is_mirrored = direction == "rtl"
        self._body = self._type("text", palette.ink)

    def _type(self, size: str, color: str, *, leading: str = "leading") -> str:
        sizes = self._sizes
        return (
            f"font-family:{self._font};font-size:{sizes[size]:g}px;line-height:{sizes[leading]:g};"
            f"color:{color};text-align:start;"
        )

    def _indent(self, width: int) -> str:
        return f"padding:0px {width}px 0px 0px" if self._is_mirrored else f"padding:0px 0px 0px {width}px"

    def headings(self) -> dict[str, str]:
        """Space above a heading is twice the space below."""
        heads = {tag: self._type(tag, self._palette.ink, leading="tight") for tag in ("h1", "h2", "h3")}
        return {
            "h1": f"margin:0px 0px 16px;font-weight:600;{heads['h1']}",
            "h2": f"margin:32px 0px 16px;font-weight:600;{heads['h2']}",
            "h3": f"margin:24px 0px 12px;font-weight:600;{heads['h3']}",
            "kicker": f"margin:0px 0px 8px;{self._soft}",
        }

    @property
    def _soft(self) -> str:
        return self._type("small", self._palette.ink_soft)

    def texts(self) -> dict[str, str]:
        lead = self._body.replace(f"font-size:{self._sizes['text']:g}px", f"font-size:{self._sizes['h3']:g}px")
        return {
            "p": f"margin:0px 0px 16px;{self._body}",
            "lead": f"margin:0px 0px 20px;{lead}",
            "beat": f"margin:24px 0px 24px;font-style:italic;{self._body}",
            "closing": f"margin:24px 0px 16px;{self._body}",
            "label": f"margin:0px 0px 4px;font-weight:600;{self._soft}",
            "small": f"margin:0px 0px 12px;{self._soft}",
            "turn": f"margin:0px 0px 12px;{self._indent(24)};{self._body}",
            "cite": f"margin:0px 0px 16px;font-style:normal;{self._soft}",
        }

    def lists(self) -> dict[str, str]:
        whole = f"margin:0px 0px 16px;{self._indent(24)};{self._body}"
        return {"ul": whole, "ol": whole, "li": f"margin:0px 0px 8px;{self._body}"}

    def marks(self) -> dict[str, str]:
        """A link is known by its line, not by color alone; a quote by its border."""
        side = f"border-{'right' if self._is_mirrored else 'left'}:3px solid {self._palette.accent}"
        return {
            "a": f"color:{self._palette.accent};text-decoration:underline;",
            "quote": f"margin:0px 0px 16px;{self._indent(16)};{side};font-style:italic;{self._body}",
        }

    def tints(self) -> dict[str, str]:
        grounds = {name: getattr(self._palette, name) for name in ("tint_is", "tint_not", "tint_note")}
        return {
            name: f"margin:0px 0px 16px;padding:16px 20px;border-radius:{self._sizes['radius']:g}px;"
            f"background-color:{ground};{self._body}"
            for name, ground in grounds.items()
        }
