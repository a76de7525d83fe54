"""The database's clock: the one time by which anything is due, late or over."""

from datetime import UTC, datetime

from django.db import connection
from django.db.models import functions
from django.utils.deconstruct import deconstructible

_QUESTIONS = {
    "postgresql": "SELECT statement_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f001', 'now')",
}


@deconstructible(path="django.db.models.functions.datetime.Now")
class Now(functions.Now):  # noqa: TID251 - the one place that knows it
    """The database's time inside a query, in the digits in which a moment of ours is stored.

    SQLite compares moments as text, and Django's own `Now` has three digits where a stored moment has six: within one
    millisecond it was smaller than what had been written before it. The last digit is a one, as in `database_now`:
    Python writes none of them when all are zeros. As a column's default either will do, and migrations name Django's.
    """

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="STRFTIME('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%f001', 'NOW')", **context
        )


def database_now() -> datetime:
    """Now (UTC) as the database sees it; a wrong clock on this machine changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS[connection.vendor])
        (now,) = cursor.fetchone()
    return now.astimezone(UTC) if isinstance(now, datetime) else datetime.fromisoformat(now).replace(tzinfo=UTC)
