"""One frozen letter as different people see it on a screen: in an inbox, in the dark, as plain text, on the site."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cms.core import plain_text
from newsletter.core.clicks import uncounted
from newsletter.core.content import CompiledLetter
from newsletter.core.merge_fields import HEADER, HTML, TEXT, fill

SAMPLE_NAME = "Ada"

# A letter holds inline styles and pictures, and nothing else that a browser would load or do.
GUARD: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self' https: http:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups "
    "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
    "X-Content-Type-Options": "nosniff",
}
"""Headers under which even a hostile letter does nothing."""

_REASON = "[[address_hint]]"
# What only the reader of a mail can use stands in paragraphs and lines of their own, in the frame that we write.
_PERSONAL = r"\[\[(?:unsubscribe_url|preferences_url|view_url)\]\]"
_WHY_HTML = re.compile(r"(<p\b[^>]*>)(?:(?!</p>).)*\[\[address_hint\]\].*?</p>", re.DOTALL)
_WAYS_HTML = re.compile(rf'(<p\b[^>]*>)(?:(?!</p>).)*?<a href="{_PERSONAL}"([^>]*)>.*?</p>', re.DOTALL)
_WEB_FIRST_HTML = re.compile(r'<a href="\[\[view_url\]\]"[^>]*>.*?</a>', re.DOTALL)
_WAYS_TEXT = re.compile(rf"^.*{_PERSONAL}.*\n?", re.MULTILINE)
_DARK = "@media (prefers-color-scheme: dark)"
_LIGHT_SCHEME = 'content="light dark"'
_PAGE = (
    '<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width"></head><body style="margin:24px">'
    '<pre style="font:15px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere">{body}</pre>'
    "</body></html>"
)


def sample_values(*, newsletter: str, first_name: str = SAMPLE_NAME) -> Mapping[str, str]:
    """What the merge fields become for a reader who does not exist; links lead nowhere."""
    return {
        "first_name": first_name,
        "newsletter": newsletter,
        "address_hint": "a***@e***.org",
        "unsubscribe_url": "#",
        "preferences_url": "#",
        "view_url": "#",
    }


def public_values(*, newsletter: str, home_url: str, view_url: str) -> Mapping[str, str]:
    """What the merge fields become on the site, where nobody knows who reads."""
    return {
        "first_name": "",
        "newsletter": newsletter,
        "address_hint": "your address",
        "unsubscribe_url": home_url,
        "preferences_url": home_url,
        "view_url": view_url,
    }


@dataclass(frozen=True)
class Foot:
    """What stands at the foot of a letter that anyone may read, in place of one reader's ways out."""

    words: str
    label: str = ""
    url: str = ""


def openly(letter: CompiledLetter, values: Mapping[str, str], *, foot: Foot) -> str:
    """The letter as it stands on the site, where no click is counted.

    Nobody is told why they get it, or how to leave what they never joined.
    """
    why = _WHY_HTML.sub(lambda found: f"{found[1]}{html.escape(foot.words)}</p>", uncounted(letter).html)
    ways = _WAYS_HTML.sub(lambda found: _link(foot, found[1], found[2]), why)
    return fill(_WEB_FIRST_HTML.sub("", ways), values, escape=HTML)


def openly_as_text(letter: CompiledLetter, values: Mapping[str, str], *, foot: Foot) -> str:
    """The plain half of the same."""
    paragraphs = (_reason_as_text(text, foot) if _REASON in text else text for text in letter.text.split("\n\n"))
    return fill(_WAYS_TEXT.sub("", "\n\n".join(paragraphs)), values, escape=TEXT)


def as_html(letter: CompiledLetter, values: Mapping[str, str]) -> str:
    """The letter as a mail program shows it."""
    return fill(letter.html, values, escape=HTML)


def in_the_dark(markup: str) -> str:
    """The same letter as a program shows it that asks for dark colors."""
    return markup.replace(_DARK, "@media all").replace(_LIGHT_SCHEME, 'content="dark"')


def as_text(letter: CompiledLetter, values: Mapping[str, str]) -> str:
    """The plain half of the letter, on a page of its own."""
    subject = fill(letter.subject, values, escape=HEADER)
    return _PAGE.format(
        lang=letter.language,
        dir=letter.direction,
        title=html.escape(subject),
        body=html.escape(fill(letter.text, values, escape=TEXT)),
    )


def _link(foot: Foot, paragraph: str, looks: str) -> str:
    if not foot.label:
        return ""
    return f'{paragraph}<a href="{html.escape(foot.url)}"{looks}>{html.escape(foot.label)}</a></p>'


def _reason_as_text(paragraph: str, foot: Foot) -> str:
    """The foot in place of the reason; the line drawn above it stays."""
    drawn = [line for line in paragraph.splitlines() if line and not line.strip("-")]
    offer = [f"\n{foot.label}: {foot.url}"] if foot.label else []
    return "\n".join([*drawn, plain_text.wrap(foot.words), *offer])
