"""docs/reference/blocks.md, made from the block classes, so that it cannot say anything else."""

from collections.abc import Iterator

from wagtail.blocks import Block, ChoiceBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BLOCKS

HEAD = """# Blocks

<!-- Written by `make docs`; change the block classes instead. -->

An article's body is a list of blocks.
In JSON each is `{"id", "type", "anchor", "value"}`; `value` holds the fields below by their names.
Rich text is `{"html", "text"}` in JSON, addresses are absolute, and what is empty is `null` or `[]`, never missing.
"""
KINDS = {
    "CharBlock": "line",
    "TextBlock": "words with line breaks",
    "URLBlock": "address",
    "EmailBlock": "mail address",
    "BooleanBlock": "yes or no",
    "PageChooserBlock": "page",
    "ImageChooserBlock": "image",
    "RegexBlock": "line",
}


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_section(slug, block()) for slug, block in BLOCKS)])


def _section(slug: str, block: StructBlock) -> str:
    lines = [f"## {slug}", "", str(block.get_description()), ""]
    own = {name: child for name, child in block.child_blocks.items() if name not in block.meta.form_layout.settings}
    lines += ["| Field | Holds | Readers see |", "|---|---|---|"]
    lines += [row for name, child in own.items() for row in _rows(name, child)]
    return "\n".join([*lines, ""])


def _rows(name: str, block: Block) -> Iterator[str]:
    inner = block.child_block if isinstance(block, ListBlock) else block
    many = "several: " if isinstance(block, ListBlock) else ""
    yield f"| `{name}` | {many}{kind_of(inner)} | {_help(block)} |"
    if isinstance(inner, StructBlock) and not isinstance(inner, ImageBlock):
        for child_name, child in inner.child_blocks.items():
            yield from _rows(f"{name}.{child_name}", child)


def kind_of(block: Block) -> str:
    """What a field holds, in words."""
    if isinstance(block, ChoiceBlock):
        return "one of " + ", ".join(f"`{value}`" for value, _ in block.field.choices if value)
    if isinstance(block, RichTextBlock):
        return "rich text with lists" if "ul" in block.features else "rich text"
    if isinstance(block, ImageBlock):
        return "image, with words or decorative"
    if isinstance(block, StructBlock):
        return "fields below"
    return KINDS[type(block).__name__]


def _help(block: Block) -> str:
    return str(getattr(block.meta, "help_text", "") or getattr(getattr(block, "field", None), "help_text", "") or "")
