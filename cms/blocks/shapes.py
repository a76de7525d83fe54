"""Shapes of fields in JSON that a block names in its `json_fields`, because they are not stored as they are shown."""

from collections.abc import Mapping
from typing import Any

Shape = Mapping[str, Any]

WORDS: Shape = {"type": "string"}
NUMBER: Shape = {"type": "integer"}
YES_OR_NO: Shape = {"type": "boolean"}
ADDRESS: Shape = {"type": "string", "format": "uri"}


def one_of(*values: str | int) -> Shape:
    """One of a few values."""
    return {"enum": list(values)}


def or_null(shape: Shape) -> Shape:
    """What may be empty."""
    return {"anyOf": [shape, {"type": "null"}]}


def record(**fields: Shape) -> Shape:
    """An object that has each of these fields, always."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def several(shape: Shape) -> Shape:
    """Any number of them, in order."""
    return {"type": "array", "items": shape}
