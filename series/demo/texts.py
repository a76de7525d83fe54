"""The demo's words as they lie in their files; nothing here knows a model."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Row = Mapping[str, Any]


def articles() -> dict[str, Row]:
    """Every article by its slug: the page's fields, and `body` as rows of type, anchor, shown_in and value."""
    return _folder("articles")


def series() -> dict[str, Row]:
    """Every series by its slug: its fields, `intro` as rows, and its `parts` in order."""
    return _folder("series")


def authors() -> list[Row]:
    return _rows("authors")


def topics() -> list[Row]:
    return _rows("topics")


def support_lines() -> list[Row]:
    return _rows("support_lines")


def _folder(name: str) -> dict[str, Row]:
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((FOLDER / name).glob("*.toml"))}


def _rows(name: str) -> list[Row]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))[name]
