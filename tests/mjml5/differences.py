"""Where our compiler may differ from npm mjml 5, each with its reason; anything else is a fault.

Each looks past itself on both sides. A letter that needs no such look any more makes a test fail: then take it out.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff

from tests.mjml5.views import Token

Tokens = list[Token]


@dataclass(frozen=True)
class Difference:
    """One allowed difference: what it is, why no reader is worse off, and how to look past it."""

    words: str
    reason: str
    look_past: Callable[[Tokens], Tokens]


def unexplained(ours: Tokens, theirs: Tokens, *, allowed: Iterable[Difference]) -> list[str]:
    """What still differs after the allowed differences, as lines of a diff; empty when all is well."""
    for difference in allowed:
        ours, theirs = difference.look_past(ours), difference.look_past(theirs)
    lines = unified_diff([str(token) for token in theirs], [str(token) for token in ours], lineterm="", n=1)
    return list(lines)[2:]


def _without_alignment(tokens: Tokens) -> Tokens:
    return [token.with_attributes(vertical_align=None) if token.name == "td" else token for token in tokens]


def _body_class_on_article(tokens: Tokens) -> Tokens:
    body = next((token for token in tokens if token.name == "body" and token.kind == "<"), None)
    given = body.get("class") if body else ""
    return [_settled(token, given) for token in tokens]


def _settled(token: Token, given: str) -> Token:
    if token.name == "body" and token.kind == "<":
        return token.with_attributes(**{"class": None})
    if token.get("role") == "article":
        style = token.get("style").removesuffix(";word-spacing:normal")
        return token.with_attributes(**{"class": given or token.get("class"), "style": style})
    return token


def _plain_table_class(tokens: Tokens) -> Tokens:
    return [
        token.with_attributes(**{"class": _classes_without_ending(token)}) if token.name == "table" else token
        for token in tokens
    ]


def _classes_without_ending(token: Token) -> str:
    return " ".join(sorted(name.removesuffix("-outlook") for name in token.get("class").split()))


def _one_style_block(tokens: Tokens) -> Tokens:
    return list(_without_seams(tokens))


def _without_seams(tokens: Tokens) -> Iterator[Token]:
    """No `</style><style type="text/css">` that only parts one block from the next."""
    end, start = Token("</", "style"), Token("<", "style", (("type", "text/css"),))
    skip = False
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if skip:
            skip = False
        elif token == end and following == start:
            skip = True
        else:
            yield token


ALLOWED = (
    Difference(
        "a vertical-align attribute on the cell of a button",
        "HTML knows no such attribute, so no client acts on it.",
        _without_alignment,
    ),
    Difference(
        "the class of mj-body stands on the article div instead of the body, and the div has no word-spacing",
        "Many clients throw the body away and keep the div; word-spacing:normal is what any client starts from.",
        _body_class_on_article,
    ),
    Difference(
        "of two classes, only the last gets the ending -outlook on the table that Outlook sees",
        "Our rules name neither, and Word-engine Outlook knows no dark mode.",
        _plain_table_class,
    ),
    Difference(
        "each mj-style is a style block of its own; mjml 5 writes one",
        "Better for us: Gmail drops a whole block for one rule that it does not know.",
        _one_style_block,
    ),
)
