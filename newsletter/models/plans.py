"""A delivery as it is planned: what must be the same on every attempt is fixed here, once."""

import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Field

from newsletter.conf import conf, message_id_key
from newsletter.core.purposes import Purpose, priority, tried_for
from newsletter.core.receiver_groups import receiver_group
from newsletter.core.tokens import message_id
from newsletter.core.turns import Turns
from newsletter.models.deliveries import Delivery
from newsletter.models.delivery_rows import UUID_BYTES

OWN = ("public_id", "dedupe_key", "receiver", "message_id", "subscription", "not_before")
"""The columns in which the deliveries of one issue differ."""


@dataclass(frozen=True, kw_only=True)
class Letters:
    """What the deliveries of one plan share. `at` is the database's time: it becomes the Date of the letters."""

    purpose: Purpose
    at: datetime
    references: dict
    domain: str = field(default_factory=lambda: conf().sending_domain)
    message_id_key: bytes = field(default_factory=message_id_key, repr=False)
    turns: Turns = field(default_factory=lambda: Turns({}))

    def own(self, *, dedupe_key: str, mailbox: str, subscription_id: int | None) -> tuple:
        """The values of OWN for one recipient; the public id, 128 random bits, is drawn here."""
        group = receiver_group(mailbox)
        return (
            os.urandom(UUID_BYTES).hex(),  # as text: no object is made for each of a million
            dedupe_key,
            group,
            message_id(dedupe_key, key=self.message_id_key, domain=self.domain),
            subscription_id,
            self.turns.due(group, start=self.at),
        )

    def delivery(self, own: tuple) -> Delivery:
        """The row for one recipient, not saved."""
        names = ("subscription_id" if name == "subscription" else name for name in OWN)
        return Delivery(
            purpose=self.purpose,
            priority=priority(self.purpose),
            give_up_at=self.at + tried_for(self.purpose),
            date_header=self.at.replace(microsecond=0),
            **dict(zip(names, own, strict=True)),
            **self.references,
        )


def planned(*, dedupe_key: str, purpose: Purpose, mailbox: str, at: datetime, **references) -> Delivery:
    """The row for one recipient, not saved."""
    subscription_id = references.pop("subscription_id", None)
    letters = Letters(purpose=purpose, at=at, references=references)
    row = letters.delivery(letters.own(dedupe_key=dedupe_key, mailbox=mailbox, subscription_id=subscription_id))
    row.public_id = uuid.UUID(row.public_id)
    return row


def write_deliveries(letters: Letters, rows: Iterable[tuple]) -> None:
    """All of them in one statement; one that is there already stays as it is.

    No object is made for a row: with a million of them that alone would take longer than the database needs.
    """
    rows = list(rows)
    if not rows:
        return
    sample = letters.delivery(rows[0])
    shared = [found for found in _columns() if found.name not in OWN]
    values = [found.get_db_prep_save(getattr(sample, found.attname), connection) for found in shared]
    own = [Delivery._meta.get_field(name) for name in OWN]  # noqa: SLF001 - Django's documented way to columns
    columns = ", ".join(found.column for found in [*shared, *own])
    insert = f"INSERT INTO {Delivery._meta.db_table} ({columns})"  # noqa: SLF001 - names of ours
    {"postgresql": _unnested, "sqlite": _one_by_one}[connection.vendor](insert, values, own, rows)


def _unnested(insert: str, shared: list, own: list[Field], rows: list[tuple]) -> None:
    # A column as lines of one text: no value has a line's end in it or is a dash, and a million quotes cost time.
    arrays = ", ".join(f"string_to_array(%s, E'\\n', '-')::{found.db_type(connection)}[]" for found in own)
    alike = ", ".join(["%s"] * len(shared))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{insert} SELECT {alike}, own.* FROM unnest({arrays}) AS own ON CONFLICT DO NOTHING",  # noqa: S608 - names of ours
            [*shared, *("\n".join(map(_line, column)) for column in zip(*rows, strict=True))],
        )


def _line(value: object) -> str:
    return "-" if value is None else str(value)


def _one_by_one(insert: str, shared: list, own: list[Field], rows: list[tuple]) -> None:
    marks = ", ".join(["%s"] * (len(shared) + len(own)))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{insert} VALUES ({marks}) ON CONFLICT DO NOTHING",
            ([*shared, *_prepared(own, row)] for row in rows),
        )


def _prepared(own: list[Field], row: tuple) -> Iterator[object]:
    return (found.get_db_prep_save(value, connection) for found, value in zip(own, row, strict=True))


def _columns() -> list[Field]:
    """What we write; the database itself numbers the rows and says from when on they may leave."""
    return [
        found
        for found in Delivery._meta.local_concrete_fields  # noqa: SLF001 - Django's documented way to columns
        if not (found.primary_key or (isinstance(found, DateTimeField) and found.has_db_default()))
    ]
