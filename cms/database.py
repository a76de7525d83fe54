"""The database as a process that works by itself meets it: away at times, and shared with others who wait."""

from django.db import InterfaceError, InternalError, OperationalError, connection

# PostgreSQL ends a session that slept inside a transaction, which psycopg tells as an internal error of the server.
AWAY = (OperationalError, InterfaceError, InternalError)
"""What is raised when the database is not there, or kept us waiting too long; anything else is a fault of ours."""

LOCK_S = 2  # then somebody who was stopped holds the row; whoever looks again a second later loses nothing
IDLE_S = 10  # inside a transaction, without a question: a process that was stopped there gives its rows back
SENDER_S = 10  # for one statement; a lease is 90 s long
SCHEDULER_S = 600  # it counts, analyzes and clears what may be millions of rows


def bound_sessions(*, statement_s: int) -> None:
    """From now on PostgreSQL lets no session of this process wait for ever, or keep others waiting for ever.

    What DATABASE_URL says in `options` stands behind these and wins. SQLite bounds each wait by itself.
    """
    if connection.vendor != "postgresql":
        return
    limits = {
        "lock_timeout": LOCK_S,
        "idle_in_transaction_session_timeout": IDLE_S,
        "statement_timeout": statement_s,
    }
    ours = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{ours} {options.get('options', '')}".strip()
    connection.close()  # the next one begins with them
