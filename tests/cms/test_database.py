"""Sessions of processes that work by themselves: PostgreSQL ends what would wait, or keep others waiting, for ever."""

import pytest
from django.db import connection, transaction

from cms.database import AWAY, SENDER_S, bound_sessions

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite bounds each wait by itself")


@pytest.fixture
def sessions(monkeypatch):
    """What this test says of its sessions ends with it."""
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", dict(connection.settings_dict["OPTIONS"]))
    yield connection.settings_dict["OPTIONS"]
    connection.close()


def shown(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


@on_postgresql
def test_a_bounded_session_waits_two_seconds_for_a_row_and_sleeps_ten_inside_a_transaction(sessions):
    bound_sessions(statement_s=SENDER_S)

    assert [shown("lock_timeout"), shown("idle_in_transaction_session_timeout")] == ["2s", "10s"]
    assert shown("statement_timeout") == "10s"


@on_postgresql
def test_any_other_process_may_take_its_time():
    assert {shown("lock_timeout"), shown("statement_timeout"), shown("idle_in_transaction_session_timeout")} == {"0"}


@on_postgresql
def test_what_the_address_of_the_database_says_wins(sessions):
    sessions["options"] = "-c statement_timeout=60s"

    bound_sessions(statement_s=SENDER_S)

    assert [shown("statement_timeout"), shown("lock_timeout")] == ["1min", "2s"]


@on_postgresql
def test_a_session_that_slept_inside_a_transaction_has_lost_its_database(sessions):
    sessions["options"] = "-c idle_in_transaction_session_timeout=1ms"
    connection.close()

    with pytest.raises(AWAY):
        sleep_inside_a_transaction()

    connection.close()
    assert shown("server_version")


def sleep_inside_a_transaction():
    with transaction.atomic():
        shown("server_version")
        until_it_is_ended(connection.connection.info.backend_pid)
        shown("server_version")


def until_it_is_ended(pid):
    """Seen by another session, which asks until the server no longer has this one."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            while cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
                pass
    finally:
        beside.close()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL is asked for limits")
def test_sqlite_is_asked_for_nothing_more(sessions):
    before = dict(sessions)

    bound_sessions(statement_s=SENDER_S)

    assert sessions == before
