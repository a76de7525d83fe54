"""The ground on which the guarantee stands: durable commits, triggers in place, keys that still open what is stored."""

from collections.abc import Iterator

from django.db import connection

from newsletter.conf import suppression_keys
from newsletter.models import Suppression
from newsletter.models.triggers import missing_triggers

SQLITE_FULL = 2


class NotAssured(RuntimeError):  # noqa: N818 - the house names exceptions by what happened
    """The sender does not start on this ground; the message says what to mend."""


def assure_ground() -> None:
    """Raises NotAssured when a crash could lose a mark, or when a suppressed address could not be recognised."""
    if problems := list(ground_problems()):
        raise NotAssured(" ".join(problems))


def ground_problems() -> Iterator[str]:
    """Each problem with what to do about it."""
    yield from _ON[connection.vendor]()
    for name in missing_triggers(connection):
        yield f"The trigger {name} is missing. Run manage.py migrate, or create it again as migration 0003 does."
    stored = set(Suppression.objects.order_by().values_list("key_id", flat=True).distinct())
    if unknown := stored - set(suppression_keys()):
        names = ", ".join(sorted(unknown))
        yield f"Suppressions are stored under unknown keys ({names}). Put the earlier SECRET_KEY into the fallbacks."


def _sqlite_problems() -> Iterator[str]:
    with connection.cursor() as cursor:
        (synchronous,) = cursor.execute("PRAGMA synchronous").fetchone()
    if synchronous < SQLITE_FULL:
        yield "SQLite runs with synchronous below FULL and may forget a mark when power fails. Set it to FULL."


def _postgresql_problems() -> Iterator[str]:
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {setting}")
            (value,) = cursor.fetchone()
            if value == "off":
                yield f"PostgreSQL runs with {setting}=off and may forget a mark in a crash. Turn it on."


_ON = {"sqlite": _sqlite_problems, "postgresql": _postgresql_problems}
