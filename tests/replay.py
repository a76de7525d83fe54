"""Rows that were written once are written again: quicker than to make the same things anew for every test."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

Table = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Change:
    """What became of one table: the keys of rows that went or became others, and the rows that are there instead."""

    model: type[models.Model]
    gone: list[object]
    new: Table


def all_rows() -> dict[type[models.Model], Table]:
    """Every row of every table, as the database writes them."""
    return {model: _rows(model) for model in _models()}


def changes(before: dict[type[models.Model], Table], after: dict[type[models.Model], Table]) -> list[Change]:
    """What led from one state of the database to the other."""
    return list(_changes(before, after))


def write_again(found: list[Change]) -> None:
    """The same once more, inside a transaction. Raises IntegrityError where other rows stand in the way."""
    with connection.cursor() as cursor:
        for change in found:
            if change.gone:
                change.model._base_manager.filter(pk__in=change.gone)._raw_delete(using="default")
        for change in found:
            columns = _columns(change.model)
            names, places = ", ".join(map(connection.ops.quote_name, columns)), ", ".join(["%s"] * len(columns))
            table = connection.ops.quote_name(change.model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", change.new)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _changes(before, after) -> Iterator[Change]:
    for model, rows in after.items():
        was, key = set(map(repr, before[model])), _columns(model).index(model._meta.pk.column)
        new = [row for row in rows if repr(row) not in was]
        now = set(map(repr, rows))
        gone = [row[key] for row in before[model] if repr(row) not in now]
        if new or gone:
            yield Change(model, gone, new)


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def _rows(model: type[models.Model]) -> Table:
    with connection.cursor() as cursor:
        names = ", ".join(map(connection.ops.quote_name, _columns(model)))
        cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(model._meta.db_table)}")
        return list(cursor.fetchall())
