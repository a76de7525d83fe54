"""B6: every link leads somewhere public that a reader can reach."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from cms.core.findings import Finding
from cms.core.links import Link, is_safe
from newsletter.core.merge_fields import FIELD, URL_FIELDS
from newsletter.core.preflight.facts import LetterFacts, stop
from newsletter.core.preflight.markup import Anchor

_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_WHOLE_ADDRESS = "Give it the full public address of a page, without a name and an @ before the host"
_ODD_NUMBER = re.compile(r"(?:0x)?[0-9a-f]*(?:\.(?:0x)?[0-9a-f]*)*", re.IGNORECASE)  # 127.1, 0x7f.1


def check(letter: LetterFacts) -> Iterator[Finding]:
    for anchor in letter.markup.anchors:
        words = _fault(anchor, letter)
        if words:
            yield _finding(words, anchor, letter)
    for link in letter.letter.links:
        if not link.reachable:
            yield _unreachable(link)


def _unreachable(link: Link) -> Finding:
    """A page that is not public yet is one matter, an address that may lead nobody another."""
    if link.kind in {"page", "document"}:
        words, mend = "leads to a page that readers cannot open.", "Publish that page first, or take the link out."
    else:
        words, mend = "has an address that mail programs refuse.", f"{_WHOLE_ADDRESS}, or take the link out."
    return stop("B6", f'The link "{link.label}" {words}', mend=mend, block_id=link.block_id, passage=link.label)


def _fault(anchor: Anchor, letter: LetterFacts) -> str:
    """What is wrong with the target, in words, or nothing."""
    href = (anchor.href or "").strip()
    field = FIELD.fullmatch(href)
    if field and field[1] in URL_FIELDS:
        return ""
    if not href or href.startswith("#"):
        return "leads nowhere."
    if not is_safe(FIELD.sub("x", href)):
        return "has a target that mail programs refuse."
    if href.startswith(letter.private_prefixes):
        return "leads to a page that only you and your colleagues can open."
    return "leads to a private address." if _is_private(href, letter) else ""


def _is_private(href: str, letter: LetterFacts) -> bool:
    parts = urlsplit(FIELD.sub("x", href))
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or host in letter.own_hosts:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_ENDINGS) or _is_odd_number(host)


def _is_odd_number(host: str) -> bool:
    return bool(_ODD_NUMBER.fullmatch(host)) and host.rpartition(".")[2][:1].isdigit()


def _finding(words: str, anchor: Anchor, letter: LetterFacts) -> Finding:
    shown = anchor.words or anchor.href or "without words"
    return stop(
        "B6",
        f'The link "{shown[:80]}" {words}',
        mend="Give it the full public address of a page, or take the link out.",
        block_id=letter.block_of_link(anchor.href or "", anchor.words) or letter.block_holding(anchor.words or "\x00"),
        passage=anchor.words,
    )
