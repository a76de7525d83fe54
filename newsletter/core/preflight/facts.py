"""What the checks may know of a letter; the step that asks them loads it."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cms.core.findings import Finding, Level
from cms.core.slots import Slot
from newsletter.core.content import CompiledLetter
from newsletter.core.preflight.looks import Passage, passages
from newsletter.core.preflight.markup import Markup, read


@dataclass(frozen=True, kw_only=True)
class PictureFile:
    """A picture of our own library: px, bytes, and what a mail program may do with it."""

    width: int
    size: int
    is_animated: bool = False
    is_transparent: bool = False


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """A compiled letter, merge fields still in place, and what the database says around it today.

    `slots` lead from a passage to its block. `headers` are the names of the header lines that were built for a
    trial recipient. `places` say in words which parts of a series it brings.
    `own_hosts` are the site's hosts: a site that runs on a private address may link to itself.
    `private_prefixes` are URLs that only staff may see (admin, preview).
    `minutes_ahead` is None while no time is set; `filled_bytes` is the size of the HTML at its longest, or 0.
    `picture_files` are those of our library by their URL. `telling_words` may not stand where others look: the public
    name and the topics, for a newsletter with a neutral one. `domain_faults` are what DNS lacks, in sentences,
    and `domain_doubts` what is to fix there but stops no letter.
    `overlapping` and `left_that_day` are the subjects of other letters of that day, which wait or have left.
    `hours_needed` is how long the hand-over takes at the pace that is allowed, and `slow_because` says why.
    """

    letter: CompiledLetter
    newsletter: str = ""
    from_name: str = ""
    from_email: str = ""
    reply_to: str = ""
    domain_faults: tuple[str, ...] = ()
    domain_doubts: tuple[str, ...] = ()
    postal_address: str = ""
    headers: frozenset[str] = frozenset()
    slots: tuple[Slot, ...] = ()
    items: int = 1
    places: tuple[str, ...] = ()
    own_hosts: frozenset[str] = frozenset()
    private_prefixes: tuple[str, ...] = ()
    missing_files: frozenset[str] = frozenset()
    picture_files: Mapping[str, PictureFile] = field(default_factory=dict)
    telling_words: tuple[str, ...] = ()
    recipients: int = 0
    nameless: int = 0
    already_started: bool = False
    filled_bytes: int = 0
    minutes_ahead: float | None = None
    hours_needed: float = 0.0
    slow_because: str = ""
    overlapping: tuple[str, ...] = ()
    left_that_day: tuple[str, ...] = ()
    wall_time_repeated: bool = False

    @cached_property
    def markup(self) -> Markup:
        return read(self.letter.html)

    @cached_property
    def size(self) -> int:
        """Bytes of the HTML as the reader with the longest values gets it."""
        return self.filled_bytes or len(self.letter.html.encode("utf-8", "replace"))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return passages(self.letter.html)

    def block_holding(self, passage: str) -> str:
        """The id of the first block that holds the passage, or an empty string."""
        wanted = {passage, html.escape(passage)}
        held = (slot.block_id for slot in self.slots if slot.block_id and any(text in slot.value for text in wanted))
        return next(held, "")

    def block_of_link(self, target: str, words: str) -> str:
        """The id of the block that the link with these words came from; several may lead to one place."""
        same = [link for link in self.letter.links if link.target == target]
        named = [link for link in same if " ".join(link.label.split()) == words]
        return next((link.block_id for link in named or same), "") or self.block_holding(target)


def stop(  # noqa: PLR0913 - one keyword for each field of a finding
    check: str, words: str, *, mend: str, block_id: str = "", field: str = "", passage: str = ""
) -> Finding:
    """A finding that must be mended."""
    return Finding(
        check=check, level=Level.STOP, words=words, mend=mend, block_id=block_id, field=field, passage=passage
    )


def ask(  # noqa: PLR0913 - one keyword for each field of a finding
    check: str, words: str, *, mend: str, block_id: str = "", field: str = "", passage: str = ""
) -> Finding:
    """A finding that a person mends or ticks."""
    return Finding(
        check=check, level=Level.ASK, words=words, mend=mend, block_id=block_id, field=field, passage=passage
    )


def hint(  # noqa: PLR0913 - one keyword for each field of a finding
    check: str, words: str, *, mend: str, block_id: str = "", field: str = "", passage: str = ""
) -> Finding:
    """A finding that helps and stops nobody."""
    return Finding(
        check=check, level=Level.HINT, words=words, mend=mend, block_id=block_id, field=field, passage=passage
    )
