"""Which blocks an article may hold, in the order of the picker."""

from wagtail.blocks import StreamBlock

from cms.blocks.action import ActionBlock
from cms.blocks.cards import CardsBlock
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


class BodyBlock(StreamBlock):
    """The body of an article: fifteen blocks."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__([(slug, block()) for slug, block in BLOCKS] + list(local_blocks or []), **kwargs)


class IntroBlock(StreamBlock):
    """A few words before a series: five of the blocks."""

    def __init__(self, local_blocks=None, **kwargs):
        blocks = [(slug, block()) for slug, block in BLOCKS if slug in INTRO]
        super().__init__(blocks + list(local_blocks or []), **kwargs)
