"""What passes from one step to the next; frozen, so that no stage can write into another's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cms.core.findings import Finding
from cms.core.links import Link
from cms.core.slots import Slot
from newsletter.core.purposes import Purpose
from series.core.shown import LetterPlace


class ItemKind(StrEnum):
    GREETING = "greeting"
    ARTICLE = "article"
    PART = "part"
    NOTE = "note"
    ACTION = "action"


class Shown(StrEnum):
    """How much of an article or part stands in the letter."""

    WHOLE = "whole"
    EXCERPT = "excerpt"
    TEASER = "teaser"


class TransferEncoding(StrEnum):
    QP = "quoted-printable"
    BASE64 = "base64"


@dataclass(frozen=True, kw_only=True)
class ContentItem:
    """One entry of an issue. Pages are named by id and revision, parts by uuid, never by slug or title.

    `body` is rich text as stored. `target_kind` is page, url, mail or phone, and `target` what was chosen.
    """

    kind: ItemKind
    block_id: str = ""
    shown: Shown = Shown.WHOLE
    page_id: int | None = None
    revision_id: int | None = None
    is_live: bool = True
    part_uuid: str = ""
    place: LetterPlace | None = None
    title: str = ""
    body: str = ""
    label: str = ""
    target_kind: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class IssueContent:
    """What an issue, or a part of a `course`, will say before it is compiled. Merge fields are still in the words."""

    issue_id: int | None
    newsletter: str
    number: int | None
    subject: str
    preview_text: str
    items: tuple[ContentItem, ...]
    findings: tuple[Finding, ...] = ()
    language: str = "en"
    direction: str = "ltr"
    course: str = ""

    @property
    def articles(self) -> tuple[ContentItem, ...]:
        """The items that show an article, alone or as a part."""
        return tuple(item for item in self.items if item.page_id)

    @property
    def has_headline(self) -> bool:
        """Whether the subject stands at the top as the one h1: unless a single article's title can."""
        headed = [item for item in self.items if item.page_id or item.title]
        return len(self.articles) != 1 or headed[0] is not self.articles[0]


@dataclass(frozen=True, kw_only=True)
class CompiledLetter:
    """A letter as it is frozen: every byte that is the same for all recipients, merge fields still in place.

    `boundary` is 128 random bits behind `=_`, drawn at the freeze; `slot_blocks` leads from a token to its block.
    """

    subject: str
    preview_text: str
    html: str
    text: str
    links: tuple[Link, ...] = ()
    slot_blocks: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    direction: str = "ltr"
    boundary: str = ""
    text_encoding: TransferEncoding = TransferEncoding.QP
    html_encoding: TransferEncoding = TransferEncoding.QP
    theme_sha256: str = ""
    source_revisions: Mapping[int, int] = field(default_factory=dict)
    compiler: str = ""


@dataclass(frozen=True, kw_only=True)
class Compilation:
    """A letter and the slots it was filled with, which lead checks from a passage to its block."""

    letter: CompiledLetter
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One reader at the moment of the claim. The ids are public and random; the address is as it was given.

    `message_id` and `date` were fixed when it was planned. `unsubscribe_token` is the header's, `letter_token` that of
    links in the body, `mail_token` its lower-case form; `values` fill the other fields of a message of ours.
    """

    delivery_id: str
    subscription_id: str
    address: str
    message_id: str
    date: datetime
    envelope_token: str
    unsubscribe_token: str = ""
    letter_token: str = ""
    mail_token: str = ""
    first_name: str = ""
    name: str = ""
    language: str = ""
    zone: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Message:
    """The finished bytes of one delivery, ready to be offered."""

    delivery_id: str
    envelope_from: str
    envelope_to: str
    data: bytes = field(repr=False)
    purpose: Purpose = Purpose.ISSUE
    receiver: str = ""
