"""The same contract for front ends that are written in TypeScript."""

import json
from typing import Any

from cms.blocks import schema

HEAD = """// Written by `make docs` from the block classes; change those instead.
// Rich text is clean HTML and the same words alone. What is empty is null or [], never missing.
"""
PLAIN = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}


def types() -> str:
    """The file: one interface for each block, and their union."""
    described = json.loads(schema.document())
    definitions = described["$defs"]
    union = definitions.pop("block")
    lines = [HEAD, f"export const SCHEMA_VERSION = {described['schema_version']};", ""]
    for slug, definition in definitions.items():
        lines += [f"/** {definition['description']} */", f"export interface {_name(slug)} {_type(definition)}", ""]
    lines += [f"export type Block = {_type(union)};", "", "export type Body = Block[];"]
    return "\n".join(lines) + "\n"


def _name(slug: str) -> str:
    """`is_not` -> `IsNotBlock`; rich text is `RichText`."""
    return "RichText" if slug == "rich" else "".join(part.title() for part in slug.split("_")) + "Block"


def _type(described: dict[str, Any], indent: str = "") -> str:
    if "$ref" in described:
        return _name(described["$ref"].rpartition("/")[2])
    if "const" in described or "enum" in described:
        return " | ".join(json.dumps(value) for value in described.get("enum", [described.get("const")]))
    either = described.get("anyOf") or described.get("oneOf")
    if either:
        return " | ".join(_type(one, indent) for one in either)
    if described["type"] == "array":
        return f"Array<{_type(described['items'], indent)}>"
    return _object(described, indent) if described["type"] == "object" else PLAIN[described["type"]]


def _object(described: dict[str, Any], indent: str) -> str:
    inner = indent + "  "
    lines = [f"{inner}{name}: {_type(one, inner)};" for name, one in described["properties"].items()]
    return "\n".join(["{", *lines, f"{indent}}}"])
