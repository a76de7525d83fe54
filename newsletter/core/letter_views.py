"""One frozen letter as different people see it on a screen: in an inbox, in the dark, as plain text, on the site."""

import html
from collections.abc import Mapping

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
