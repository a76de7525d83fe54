"""The rows of our own export, as CSV and as JSON have them; `layouts/partwise.py` reads them back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cms.core.csv_cells import csv_line
from newsletter.core.subscriber_files.columns import ATTRIBUTE
from newsletter.core.subscriber_files.own_columns import READERS, SUPPRESSIONS

FORMAT = "partwise-readers-1"

Record = Mapping[str, Any]
"""One reader's subscription, or one suppression: values by the names of `own_columns`, and attributes as a mapping."""


def reader_header(attributes: Iterable[str]) -> list[str]:
    """The first row of the table of readers."""
    return [*READERS, *(f"{ATTRIBUTE}{slug}" for slug in attributes)]


def reader_line(record: Record, *, attributes: Sequence[str]) -> str:
    """A subscription as a line of CSV."""
    told = record.get("attributes", {})
    return csv_line([*(_cell(record.get(name)) for name in READERS), *(_cell(told.get(slug)) for slug in attributes)])


def suppression_line(record: Record) -> str:
    """A suppression as a line of CSV."""
    return csv_line([_cell(record.get(name)) for name in SUPPRESSIONS])


def json_line(record: Record) -> str:
    """A record as JSON, in one line; what is empty is left out."""
    told = {name: _json(value) for name, value in record.items() if value not in (None, "", [], {})}
    return json.dumps(told, ensure_ascii=False)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(_json(value))


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
