"""Links of a letter that lead through this site, so that each can be counted: the same address for every reader.

`/r/<key>-<number>` names the letter and the link in it, and nothing else; where it leads stands in the frozen letter.
Only a newsletter that says so in its letters has such links (readers.md 9, level 1).
"""

import re
from base64 import b32encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape, unescape
from urllib.parse import urlsplit

from cms.core.links import Link
from newsletter.core.content import CompiledLetter

DOOR = "/r/"
KEY_LETTERS = 16  # 80 bits: nobody guesses a letter that has not left
TRAP = 0
"""The number of a link that no person sees: whoever follows it is a program."""

NAME = re.compile(rf"([a-z2-7]{{{KEY_LETTERS}}})-(\d{{1,4}})")

_COUNTED_KINDS = frozenset({"web", "page", "document"})
_OWN_DOORS = ("/u/", "/p/", "/m/", "/a/", "/c/", "/r/", "/join/", "/letters/", "/privacy/", "/admin/")
"""Pages where a reader leaves, changes or confirms something: nobody is counted on the way there."""

_ANCHOR = re.compile(r"""(<a\b[^>]*?\shref=")([^"]*)(")""")
_TRAP_HTML = (
    '<div aria-hidden="true" style="display:none;max-height:0px;overflow:hidden;mso-hide:all">'
    '<a href="{url}" tabindex="-1" rel="nofollow">.</a></div>'
)
_LOOKS_LIKE_AN_ADDRESS = re.compile(r"\S+\.\S{2,}")


@dataclass(frozen=True, kw_only=True)
class Around:
    """What is never counted: pages of ours where readers decide, and everything at the `helplines` (host names)."""

    base_url: str
    helplines: Collection[str] = ()


def key_of(letter: CompiledLetter) -> str:
    """The part of its links that names this letter: from its boundary, which is drawn once for each freeze."""
    return b32encode(sha256(f"clicks {letter.boundary}".encode()).digest()).decode("ascii")[:KEY_LETTERS].lower()


def countable(links: Collection[Link], *, around: Around) -> Mapping[str, Link]:
    """The links that may be counted, by where they lead; of several to one place the first stands for all."""
    found: dict[str, Link] = {}
    never = {link.target for link in links if not _may_be_counted(link, around=around)}
    for link in links:
        if link.target not in never:
            found.setdefault(link.target, link)
    return found


def counted(letter: CompiledLetter, *, around: Around) -> CompiledLetter:
    """The letter with its links leading through us. Its plain text keeps every address as it is, for all to see."""
    numbers = {target: link.id for target, link in countable(letter.links, around=around).items()}
    if not numbers:
        return letter
    door = f"{around.base_url}{DOOR}{key_of(letter)}-"
    found = _ANCHOR.sub(
        lambda anchor: (
            f"{anchor[1]}{door}{numbers[unescape(anchor[2])]}{anchor[3]}"
            if unescape(anchor[2]) in numbers
            else anchor[0]
        ),
        letter.html,
    )
    before, end, behind = found.rpartition("</body>")
    return replace(letter, html=f"{before}{_TRAP_HTML.format(url=f'{door}{TRAP}')}{end}{behind}")


def uncounted(letter: CompiledLetter) -> CompiledLetter:
    """The letter as it reads where nobody is counted, as on the site: every link leads straight to its place."""
    targets = {str(link.id): link.target for link in letter.links}
    door = rf'[^"]*{DOOR}{key_of(letter)}-'
    trap = re.escape(_TRAP_HTML).replace(re.escape("{url}"), rf"{door}{TRAP}")
    link = re.compile(rf'href="{door}(\d+)"')
    html = re.sub(trap, "", letter.html)
    return replace(letter, html=link.sub(lambda found: f'href="{escape(targets[found[1]])}"', html))


def _may_be_counted(link: Link, *, around: Around) -> bool:
    parts = urlsplit(link.target)
    host = (parts.hostname or "").lower()
    own = urlsplit(around.base_url).hostname
    return (
        link.kind in _COUNTED_KINDS
        and parts.scheme in {"http", "https"}
        and bool(link.block_id)  # what has no block belongs to the frame: help, ways out
        and "[[" not in link.target
        and not _LOOKS_LIKE_AN_ADDRESS.fullmatch(link.label.strip())  # what it says is where it must lead
        and not any(host == line or host.endswith(f".{line}") for line in around.helplines)
        and not (host == own and parts.path.startswith(_OWN_DOORS))
    )
