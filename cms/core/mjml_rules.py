"""What our own MJML may hold, as data: the compiler accepts any tag and any attribute without a word."""

import re
from collections.abc import Mapping


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


DEEPEST = 64  # levels; the compiler dies without a word somewhere beyond 200 on a small stack
MOST_ELEMENTS = 5_000
LARGEST = 512_000  # bytes

_COLUMN_CONTENT = frozenset(
    {"mj-text", "mj-image", "mj-button", "mj-divider", "mj-spacer", "mj-social", "mj-raw"},
)
_STRUCTURE = frozenset({"mj-wrapper", "mj-section", "mj-raw"})

CHILDREN: Mapping[str, frozenset[str]] = {
    "": frozenset({"mjml"}),
    "mjml": frozenset({"mj-head", "mj-body"}),
    "mj-head": frozenset({"mj-title", "mj-attributes", "mj-style", "mj-breakpoint", "mj-raw"}),
    "mj-attributes": _COLUMN_CONTENT
    | _STRUCTURE
    | {"mj-all", "mj-class", "mj-body", "mj-column", "mj-group", "mj-social-element"},
    "mj-body": _STRUCTURE,
    "mj-wrapper": frozenset({"mj-section", "mj-raw"}),
    "mj-section": frozenset({"mj-column", "mj-group", "mj-raw"}),
    "mj-group": frozenset({"mj-column"}),
    "mj-column": _COLUMN_CONTENT,
    "mj-social": frozenset({"mj-social-element"}),
}

HOLDS_HTML = frozenset({"mj-text", "mj-raw", "mj-button", "mj-social-element"})
HOLDS_WORDS = HOLDS_HTML | {"mj-title", "mj-style"}
VOID = frozenset({"br", "hr", "img", "meta"})
HTML_TAGS = _names(
    "a abbr blockquote br cite div em h1 h2 h3 hr i img b li ol p small span strong sub sup "
    "table tbody td th tr thead ul"
)
HEAD_HTML_TAGS = frozenset({"meta", "style"})  # in an mj-raw of the head only
HTML_ATTRIBUTES = _names(
    "align alt bgcolor border cellpadding cellspacing class colspan content dir height href id lang media name "
    "role scope src start style title type valign width aria-hidden aria-label"
)

_BOX = _names(
    "background-color border border-bottom border-left border-radius border-right border-top css-class mj-class "
    "padding padding-bottom padding-left padding-right padding-top"
)
_TYPE = _names(
    "align color container-background-color font-family font-size font-style font-weight letter-spacing line-height "
    "text-decoration text-transform"
)

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "mjml": frozenset({"lang", "dir"}),
    "mj-head": frozenset(),
    "mj-title": frozenset(),
    "mj-attributes": frozenset(),
    "mj-style": frozenset(),
    "mj-breakpoint": frozenset({"width"}),
    "mj-raw": frozenset(),
    "mj-body": frozenset({"background-color", "css-class", "width"}),
    "mj-wrapper": _BOX | {"full-width", "text-align"},
    "mj-section": _BOX | {"direction", "full-width", "text-align"},
    "mj-group": frozenset({"background-color", "css-class", "direction", "mj-class", "vertical-align", "width"}),
    "mj-column": _BOX
    | {"direction", "inner-background-color", "inner-border", "inner-border-radius", "vertical-align", "width"},
    "mj-text": _BOX | _TYPE | {"height"},
    "mj-image": _BOX
    | {"align", "alt", "container-background-color", "fluid-on-mobile", "height", "href", "src", "target", "width"},
    "mj-button": _BOX
    | _TYPE
    | {"height", "href", "inner-padding", "rel", "target", "text-align", "vertical-align", "width"},
    "mj-divider": _BOX
    | {"align", "border-color", "border-style", "border-width", "container-background-color", "width"},
    "mj-spacer": frozenset({"container-background-color", "css-class", "height", "mj-class", "padding"}),
    "mj-social": _BOX | _TYPE | {"icon-height", "icon-size", "inner-padding", "mode", "text-padding"},
    "mj-social-element": _BOX | _TYPE | {"alt", "href", "icon-size", "name", "src", "target", "text-padding"},
}
DEFAULTS = frozenset().union(*ATTRIBUTES.values())  # what mj-all and mj-class may set

DEMANDED: Mapping[str, frozenset[str]] = {
    "mjml": frozenset({"lang", "dir"}),
    "mj-image": frozenset({"alt", "src", "width"}),
    "mj-social-element": frozenset({"alt", "src"}),  # the defaults load from another host
    "img": frozenset({"alt"}),
}

_LENGTH = r"\d+(?:\.\d+)?(?:px|%)"
_LENGTHS = re.compile(rf"{_LENGTH}(?: {_LENGTH}){{0,3}}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}|transparent")
_SIZED = frozenset({"width", "height", "icon-size", "icon-height", "border-width", "font-size"})


def value_problem(name: str, value: str) -> str:
    """Why the compiler would misread this MJML attribute, or an empty string.

    A zero without a unit breaks the sum of the widths, and Outlook shows short hex colors as black.
    """
    if name.endswith("color") and not _COLOR.fullmatch(value):
        return f'{name}="{value}" is not a six-digit hex color'
    measured = "padding" in name or name in _SIZED
    if measured and not _LENGTHS.fullmatch(value):
        return f'{name}="{value}" needs a unit on every number, as in 0px 24px'
    return ""
