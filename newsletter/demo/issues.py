"""The words of the demo's issues of Slow Letters; nothing here knows a model."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def issues() -> list[Mapping[str, Any]]:
    """The issues in order: number, subject, preview_text, and items that name their article by its slug."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["issues"]
