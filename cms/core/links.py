"""Absolute and safe URLs, and the table of every link that a letter holds."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

SAFE_SCHEMES = frozenset({"https", "http", "mailto", "tel"})

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
# White space and controls are dropped or read anew by browsers; bidi marks hide where a link leads.
_NEVER_IN_A_URL = re.compile("[\x00-\x20\x7f-\xa0\\\\\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_KIND_OF_SCHEME = {"mailto": "mail", "tel": "phone"}


def is_safe(url: str) -> bool:
    """Whether a reader may be led there: absolute, an allowed scheme, one reading in every client."""
    if _NEVER_IN_A_URL.search(url):
        return False
    parts = _split(url)
    if parts is None or parts.scheme not in SAFE_SCHEMES:
        return False
    if parts.scheme in _KIND_OF_SCHEME:
        return bool(parts.path) and not parts.netloc
    # A name before the host ("https://bank.example@other.example") only serves to mislead.
    return bool(parts.hostname) and "@" not in parts.netloc


def absolute(url: str, *, base: str) -> str:
    """`url` as seen from the page at `base`; one that is already absolute stays as it is, byte for byte."""
    stripped = url.strip()
    if _SCHEME.match(stripped):
        return stripped
    try:
        return urljoin(base, stripped)
    except ValueError:
        return stripped


def kind_of(target: str) -> str:
    """The kind of link that `target` shows by itself: anchor, mail, phone or web."""
    if target.startswith("#"):
        return "anchor"
    scheme, _, _ = target.partition(":")
    return _KIND_OF_SCHEME.get(scheme.lower(), "web")


@dataclass(frozen=True)
class Link:
    """One link of a letter. `kind` is web, page, document, mail, phone or anchor."""

    id: int
    target: str
    label: str
    kind: str
    block_id: str
    page_id: int | None = None
    reachable: bool = True


class LinkTable:
    """Numbers the links of one letter in the order in which they stand."""

    def __init__(self) -> None:
        self._links: list[Link] = []

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._links)

    def add(  # noqa: PLR0913 - one keyword for each field of a link
        self,
        target: str,
        *,
        label: str,
        kind: str,
        block_id: str = "",
        page_id: int | None = None,
        reachable: bool = True,
    ) -> Link:
        """The new link. `reachable` is False when its page is not public: preflight then stops the letter."""
        link = Link(len(self._links) + 1, target, label, kind, str(block_id), page_id, reachable)
        self._links.append(link)
        return link


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it checks it
    except ValueError:
        return None
    return parts
