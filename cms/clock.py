"""The database's clock: the one time by which anything is due, late or over."""

from datetime import UTC, datetime

from django.db import connection

_QUESTIONS = {
    "postgresql": "SELECT statement_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_now() -> datetime:
    """Now (UTC) as the database sees it; a wrong clock on this machine changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS[connection.vendor])
        (now,) = cursor.fetchone()
    return now.astimezone(UTC) if isinstance(now, datetime) else datetime.fromisoformat(now).replace(tzinfo=UTC)
