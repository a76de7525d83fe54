"""Thousands of rows at once, without an object of Django's for each: written as columns, and found by lists."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Field, JSONField
from django.db.models.expressions import RawSQL

NOW = {"postgresql": "STATEMENT_TIMESTAMP()", "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f001', 'NOW')"}
"""The moment, by the database's clock, as it stands in SQL with parameters."""

# One parameter, however many values: thousands of them take longer to be written into a statement than to be found.
_LISTED = {"postgresql": "SELECT unnest(string_to_array(%s, ' '))", "sqlite": "SELECT value FROM json_each(%s)"}

_NEXT = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
_LAST = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s"


def listed(values: Iterable[str]) -> RawSQL:
    """For `__in`: texts without a space, however many."""
    found = list(values)
    on_sqlite = connection.vendor == "sqlite"
    return RawSQL(_LISTED[connection.vendor], [json.dumps(found) if on_sqlite else " ".join(found)])  # noqa: S611 - words of ours


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """So many primary keys that nobody else gets; on SQLite only within a transaction that writes."""
    table = model._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
    if not count:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT, [table, count])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute(_LAST, [table])
        (last,) = cursor.fetchone()
    return list(range(last + 1, last + count + 1))


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """All of them, or none; `columns` are names of fields, and every field without a default of the database is there.

    Raises IntegrityError as any other insert.
    """
    fields = [model._meta.get_field(name) for name in columns]  # noqa: SLF001 - Django's documented way to columns
    # A list first: whatever makes the rows may ask the database, and nothing else can while they are copied into it.
    {"postgresql": _copied, "sqlite": _one_by_one}[connection.vendor](model, fields, list(rows))


def _copied(model: type[models.Model], fields: Sequence[Field], rows: list[Sequence[Any]]) -> None:
    texts = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    statement = f"COPY {_table(model)} ({_names(fields)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(_with_texts(row, texts) if texts else row)


def _with_texts(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    written = list(row)
    for place in places:
        written[place] = None if row[place] is None else json.dumps(row[place])
    return written


def _one_by_one(model: type[models.Model], fields: Sequence[Field], rows: list[Sequence[Any]]) -> None:
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_table(model)} ({_names(fields)}) VALUES ({marks})",  # noqa: S608 - names of ours
            [
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            ],
        )


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django's documented way to a model's table


def _names(fields: Sequence[Field]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)
