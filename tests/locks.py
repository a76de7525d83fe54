"""Two transactions of PostgreSQL that meet: the one goes on when the other has come to its lock."""

from time import sleep

from django.db import connection

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def until_somebody_waits() -> None:
    """Returns as soon as another connection waits for a lock, or after five seconds."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
