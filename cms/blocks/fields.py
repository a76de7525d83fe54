"""The few kinds of field that blocks are made of, each with what readers see as its help."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock, TextBlock, URLBlock

from cms.blocks.shapes import Shape
from cms.core.html import TOO_LARGE, is_too_large

RICH = ("bold", "italic", "link")
RICH_LIST = (*RICH, "ul", "ol")


class Struct(StructBlock):
    """A struct whose values always have every field, also where code or an old row gives only some."""

    # Fields that JSON shows otherwise than they are stored; None where it does not show them.
    json_fields: ClassVar[Mapping[str, Shape | None]] = {}

    def _to_struct_value(self, block_items):
        given = dict(block_items)
        whole = {
            name: block.get_default() if given.get(name) is None else given[name]
            for name, block in self.child_blocks.items()
        }
        return super()._to_struct_value(whole)


def plain(help_text: str, *, required: bool = False, label: str | None = None) -> CharBlock:
    """One line of words."""
    return CharBlock(required=required, default="", help_text=help_text, label=label)


def words(help_text: str, *, required: bool = False, label: str | None = None) -> TextBlock:
    """Words with line breaks and nothing else."""
    return TextBlock(required=required, default="", help_text=help_text, label=label, rows=3)


class RichText(RichTextBlock):
    """Rich text of a size that its faces can show."""

    def clean(self, value):
        if is_too_large(getattr(value, "source", value) or ""):
            raise ValidationError(TOO_LARGE)
        return super().clean(value)

    def deconstruct(self):
        """Migrations know it as Wagtail's own."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs


def rich(help_text: str = "", *, required: bool = False, label: str | None = None) -> RichTextBlock:
    """Words with bold, italic and links."""
    return RichText(required=required, features=list(RICH), help_text=help_text, label=label)


def rich_list(help_text: str = "", *, required: bool = False, label: str | None = None) -> RichTextBlock:
    """As rich, and lists of one level."""
    return RichText(required=required, features=list(RICH_LIST), help_text=help_text, label=label)


def address(help_text: str, *, label: str | None = None) -> URLBlock:
    """An address on the web, which a draft may lack."""
    return URLBlock(required=False, default="", help_text=help_text, label=label)


class Choice(ChoiceBlock):
    """One of a few named values; the names are words, so a stored word needs no search through them."""

    def normalize_choice(self, value):
        return value if isinstance(value, str) else super().normalize_choice(value)


def choice(help_text: str, *, of: Iterable[tuple[str, str]], default: str, label: str | None = None) -> ChoiceBlock:
    """One of a few named values, never empty."""
    return Choice(
        choices=list(of), default=default, required=True, help_text=help_text, label=label, search_index=False
    )
