"""What the json face of a body holds, as JSON Schema (2020-12), made from the block classes."""

import json

from wagtail.blocks import Block, BooleanBlock, CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock, URLBlock

from cms.blocks.body import BLOCKS
from cms.blocks.shapes import ADDRESS, WORDS, YES_OR_NO, Shape, or_null, record, several

# A new field keeps the version; one that is renamed, taken away or of another type raises it.
SCHEMA_VERSION = 1

RICH: Shape = {"$ref": "#/$defs/rich"}
SETTINGS = frozenset({"anchor", "shown_in"})  # of the envelope, and of nobody


def document() -> str:
    """The file: a body is an array of blocks, and each block is one of a union told apart by `type`."""
    blocks = {slug: _envelope(slug, block()) for slug, block in BLOCKS}
    union = {"oneOf": [{"$ref": f"#/$defs/{slug}"} for slug in blocks]}
    rich = {"description": "Words with marks, and the same words alone.", **record(html=WORDS, text=WORDS)}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Body",
        "description": "The blocks of an article. Fields are never missing; clients skip a type that they do not know.",
        "schema_version": SCHEMA_VERSION,
        "type": "array",
        "items": {"$ref": "#/$defs/block"},
        "$defs": {"block": union, "rich": rich, **blocks},
    }
    return json.dumps(schema, indent=2) + "\n"


def _envelope(slug: str, block: StructBlock) -> Shape:
    holds = {"id": WORDS, "type": {"const": slug}, "anchor": or_null(WORDS), "value": shape_of(block)}
    return {"description": str(block.get_description()), **record(**holds)}


def shape_of(block: StructBlock) -> Shape:
    """The `value` of a block, or an item inside one. Raises TypeError for a field whose shape nobody named."""
    own = getattr(block, "json_fields", {})
    stored = {name: child for name, child in block.child_blocks.items() if name not in SETTINGS | set(own)}
    differing = {name: shape for name, shape in own.items() if shape is not None}
    return record(**{name: _field(child) for name, child in stored.items()}, **differing)


def _field(block: Block) -> Shape:
    """The usual shape of a field. A block names what differs in its `json_fields`."""
    if isinstance(block, ListBlock):
        # An item without words is left out, so none is null.
        item = block.child_block
        return several(RICH if isinstance(item, RichTextBlock) else _field(item))
    if isinstance(block, StructBlock):
        return shape_of(block)
    if isinstance(block, ChoiceBlock):
        return {"enum": [value for value, _ in block.field.choices if value]}
    if isinstance(block, RichTextBlock):
        return or_null(RICH)
    if isinstance(block, BooleanBlock):
        return YES_OR_NO
    return _line(block)


def _line(block: Block) -> Shape:
    if isinstance(block, URLBlock):
        return or_null(ADDRESS)
    if isinstance(block, CharBlock) or type(block).__name__ == "TextBlock":
        return WORDS if block.required else or_null(WORDS)
    raise TypeError(f"{type(block).__name__} has no usual shape in JSON. Name it in the block's json_fields.")
