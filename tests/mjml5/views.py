"""A compiled letter as each family of clients reads it, in tokens that differ only where readers could tell."""

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

_SHOWN_TO_OTHERS = re.compile(r"<!--\[if !mso\]><!-->(.*?)<!--<!\[endif\]-->", re.DOTALL)
_SHOWN_TO_OUTLOOK = re.compile(r"<!--\[if [^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n\f]+")  # not the thin spaces that spacers are made of
_AROUND_MARKS = re.compile(r"\s*([{};:,>])\s*")
_CSS_PIECE = re.compile(r"[^{}]*[{}]")
_HEX = re.compile(r"#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}\b")


@dataclass(frozen=True)
class Token:
    """A tag with its attributes in order, a piece of CSS, or words; `kind` is <, </, css or words."""

    kind: str
    name: str
    attributes: tuple[tuple[str, str], ...] = ()

    def with_attributes(self, **changed: str | None) -> "Token":
        """The same tag with these attributes; None takes one away, and `_` in a name stands for a hyphen."""
        named = {name.replace("_", "-"): value for name, value in changed.items()}
        kept = {name: value for name, value in (dict(self.attributes) | named).items() if value}
        return replace(self, attributes=tuple(sorted(kept.items())))

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name, "")

    def __str__(self) -> str:
        written = "".join(f' {name}="{value}"' for name, value in self.attributes)
        return f"{self.kind}{self.name}{written}>" if self.kind in {"<", "</"} else self.name


def modern(html: str) -> list[Token]:
    """As every client but Word-engine Outlook reads it: conditional comments are comments."""
    return _tokens(_SHOWN_TO_OUTLOOK.sub("", _SHOWN_TO_OTHERS.sub(r"\1", html)))


def outlook(html: str) -> list[Token]:
    """As Word-engine Outlook reads it: what stands in conditional comments counts, what is kept from it does not."""
    return _tokens(_SHOWN_TO_OUTLOOK.sub(r"\1", _SHOWN_TO_OTHERS.sub("", html)))


def _tokens(html: str) -> list[Token]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tokens


class _Reader(HTMLParser):
    """Knows what means the same: white space, order of attributes, classes and declarations, length of hex colors."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        values = {name: _value(name, value or "") for name, value in attrs}
        # An empty class or style says nothing; an empty alt says a lot.
        told = {name: value for name, value in values.items() if value or name not in {"class", "style"}}
        self.tokens.append(Token("<", tag, tuple(sorted(told.items()))))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        self.tokens.append(Token("</", tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.tokens += [Token("css", piece) for piece in _CSS_PIECE.findall(_css(data))]
        elif words := _SPACES.sub(" ", data).strip(" "):
            self.tokens.append(Token("words", words))


def _value(name: str, value: str) -> str:
    if name == "class":
        return " ".join(sorted(value.split()))
    if name == "style":
        # Stable, so that of two declarations of one property the last stays the last.
        return ";".join(sorted(filter(None, _css(value).split(";")), key=lambda found: found.split(":")[0]))
    return _colors(value)


def _css(text: str) -> str:
    return _colors(_AROUND_MARKS.sub(r"\1", _SPACES.sub(" ", text)).strip().replace(";}", "}"))


def _colors(text: str) -> str:
    return _HEX.sub(lambda match: _six_digits(match[0].lower()), text)


def _six_digits(color: str) -> str:
    return color if len(color) == len("#rrggbb") else "#" + "".join(digit * 2 for digit in color[1:])
