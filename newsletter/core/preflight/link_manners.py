"""W8: links that spam filters and careful readers distrust."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint
from newsletter.core.preflight.markup import Anchor

MOST_LINKS = 60
SHORTENERS = frozenset({"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly"})

_SHOWN_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/\S*)?", re.IGNORECASE)


def check(letter: LetterFacts) -> Iterator[Finding]:
    for anchor in letter.markup.anchors:
        yield from _about(anchor, letter)
    count = len(letter.markup.anchors)
    if count > MOST_LINKS:
        yield hint("W8", f"The letter has {count} links.", mend="Keep those that readers need.", field="items")


def _about(anchor: Anchor, letter: LetterFacts) -> Iterator[Finding]:
    host = _host(anchor.href or "")
    block_id = letter.block_of_link(anchor.href or "", anchor.words)
    if (anchor.href or "").startswith("http://") and host not in letter.own_hosts:
        yield _hint(f'The link "{anchor.words[:60]}" is not encrypted.', "Use https if the page has it.", block_id)
    if host in SHORTENERS:
        yield _hint(f'The link "{anchor.words[:60]}" goes through {host}.', "Link to the page itself.", block_id)
    shown = _SHOWN_DOMAIN.fullmatch(anchor.words.strip())
    if shown and host and not _same_site(shown[1].lower(), host):
        yield _hint(f"A link shows {shown[1]} and leads to {host}.", "Show where it really leads.", block_id)


def _host(href: str) -> str:
    try:
        return (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _same_site(shown: str, host: str) -> bool:
    return shown == host or host.endswith(f".{shown}") or shown.endswith(f".{host}")


def _hint(words: str, mend: str, block_id: str) -> Finding:
    return hint("W8", words, mend=mend, block_id=block_id)
