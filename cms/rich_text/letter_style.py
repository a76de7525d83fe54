"""Inline styles without what an element inherits anyway: a long letter stays far from Gmail's clip."""

from functools import lru_cache

from cms.core.letter import LetterContext

# The shell sets these once on every mj-text; text-align is left to it, since it knows the direction.
_INHERITED = ("font-family", "font-size", "line-height", "color")


def style(letter: LetterContext, name: str, instead: str = "") -> str:
    """The style string of `name` for HTML inside an mj-text of the shell's class `words`, in the letter's direction.

    The declarations of `instead` stand in place of its own.
    """
    styles = letter.theme.mirrored_styles if letter.dir == "rtl" else letter.theme.styles
    return _style(styles[name], styles["p"], instead)


@lru_cache(maxsize=512)
def _style(whole: str, around: str, instead: str) -> str:
    # A letter asks for the same dozen styles hundreds of times.
    lean = _lean(whole, around)
    return _laid_over(lean, instead) if instead else lean


def _lean(whole: str, around: str) -> str:
    inherited = {found for found in _declarations(around) if found.startswith(_INHERITED)} | {"text-align:start"}
    kept = _declarations(whole)
    if any(found.startswith("background-color") for found in kept):
        # Clients that darken letters treat a ground and the words on it together.
        inherited = {found for found in inherited if not found.startswith("color")}
    return ";".join(found for found in kept if found not in inherited)


def _laid_over(below: str, above: str) -> str:
    both = dict(found.split(":", 1) for found in (*_declarations(below), *_declarations(above)))
    return ";".join(f"{name}:{value}" for name, value in both.items())


def _declarations(whole: str) -> list[str]:
    return [found.strip() for found in whole.split(";") if found.strip()]
