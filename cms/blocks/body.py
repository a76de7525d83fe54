"""Which blocks an article may hold, in the order of the picker, and the walk over them."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from wagtail.blocks import StreamBlock
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.action import ActionBlock
from cms.blocks.anchors import PAGE_IDS, anchors, ends_of
from cms.blocks.cards import CardsBlock
from cms.blocks.faces import Context, is_shown
from cms.blocks.heading import HeadingBlock
from cms.blocks.image import ImageBlock
from cms.blocks.is_not import IsNotBlock
from cms.blocks.list import ItemsBlock
from cms.blocks.note import NoteBlock
from cms.blocks.quote import QuoteBlock
from cms.blocks.related import RelatedBlock
from cms.blocks.resources import ResourcesBlock
from cms.blocks.steps import StepsBlock
from cms.blocks.text import TextBlock
from cms.blocks.video import VideoBlock
from cms.blocks.vignette import VignetteBlock
from cms.blocks.voices import VoicesBlock
from cms.core.skeleton import Run, merge_runs

# Tuples, not class attributes: one named `list` would shadow the builtin for the rest of a class body.
BLOCKS = (
    ("heading", HeadingBlock),
    ("text", TextBlock),
    ("list", ItemsBlock),
    ("steps", StepsBlock),
    ("quote", QuoteBlock),
    ("voices", VoicesBlock),
    ("is_not", IsNotBlock),
    ("cards", CardsBlock),
    ("vignette", VignetteBlock),
    ("note", NoteBlock),
    ("action", ActionBlock),
    ("resources", ResourcesBlock),
    ("related", RelatedBlock),
    ("image", ImageBlock),
    ("video", VideoBlock),
)
INTRO = ("heading", "text", "list", "note", "image")

# Every joining face is one mj-text that opens like this, so neighbours can share it.
JOINT = '</mj-text>\n<mj-text mj-class="words">'


class FacedStream(StreamBlock):
    """A stream of faced blocks, in the four faces."""

    def render_basic(self, value, context=None):
        """The web face: the blocks one after the other, without wrappers."""
        given = {**(context or {})}
        shown = (({**given, **names}, child) for names, child in _walk(value, "web"))
        return format_html_join("\n", "{}", ((child.block.render(child.value, own),) for own, child in shown))

    def render_email_runs(self, value, context: Context) -> tuple[Run, ...]:
        """The email face, as runs of column content for `cms.core.skeleton.sections`.

        `context["letter"]` is the LetterContext whose slots, links and notes are written.
        """
        runs: list[Run] = []
        joinable = False
        for names, child in _walk(value, "email"):
            meta = child.block.meta
            face = child.block.render_email(child.value, {**context, **names})
            if joinable and meta.joins and face:
                runs[-1] = Run((_joined(runs[-1].parts[0], face),))
            elif face:
                runs.append(Run((face,), own_section=meta.own_section))
            joinable = meta.joins if face else joinable
        return merge_runs(runs)

    def render_text(self, value, context: Context) -> str:
        """The text face: the blocks with a blank line between."""
        faces = (child.block.render_text(child.value, {**context, **names}) for names, child in _walk(value, "email"))
        return "\n\n".join(face for face in faces if face)

    def get_api_representation(self, value, context=None) -> list[dict[str, Any]]:
        """The json face: what the web shows, each block in its envelope."""
        return [
            {
                "id": child.id,
                "type": child.block_type,
                "anchor": names["block_anchor"] or None,
                "value": child.block.get_api_representation(child.value, context={**(context or {}), **names}),
            }
            for names, child in _walk(value, "web")
        ]

    def clean(self, value):
        """As every stream, and no two places with one anchor: a link must lead to one."""
        cleaned = super().clean(value)
        seen: set[str] = set()
        errors = {}
        for position, child in enumerate(cleaned):
            anchor = child.value.get("anchor")
            ends = ends_of(anchor, child)
            if words := _against(anchor, is_taken=not seen.isdisjoint(ends)):
                errors[position] = StructBlockValidationError({"anchor": ValidationError(words)})
            seen |= ends
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned

    def contents(self, value) -> list[tuple[str, str]]:
        """The larger headings that the web shows, each with the end of a link to it."""
        return [
            (names["block_anchor"], child.value["text"])
            for names, child in _walk(value, "web")
            if child.block_type == "heading" and child.value["level"] == "2"
        ]


class BodyBlock(FacedStream):
    """The body of an article: fifteen blocks."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__([(slug, block()) for slug, block in BLOCKS] + list(local_blocks or []), **kwargs)


class IntroBlock(FacedStream):
    """A few words before a series: five of the blocks."""

    def __init__(self, local_blocks=None, **kwargs):
        blocks = [(slug, block()) for slug, block in BLOCKS if slug in INTRO]
        super().__init__(blocks + list(local_blocks or []), **kwargs)


def _against(anchor: str, *, is_taken: bool) -> str:
    if anchor in PAGE_IDS:
        return f"The page itself uses “{anchor}”. Choose a different one."
    return f"Another place above is already called “{anchor}”. Choose a different one." if is_taken else ""


def _walk(stream, where: str) -> Iterator[tuple[dict[str, str], Any]]:
    """The blocks that are shown there, each with the names that its faces are given."""
    ends = anchors(stream)
    for child in stream:
        if is_shown(child.value, where):
            yield {"block_id": str(child.id or ""), "block_anchor": ends[str(child.id)]}, child


def _joined(part: str, face: str) -> str:
    return (part + "\n" + face).replace(JOINT, "")
