import pytest
from django.db import connection

from newsletter.models.triggers import FINAL
from newsletter.pipeline.assure import NotAssured, assure_ground
from tests.cast import suppress


def test_the_test_database_is_good_ground(db):
    assure_ground()


def test_a_missing_trigger_keeps_the_sender_from_starting(db):
    on = " ON newsletter_delivery" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {FINAL}{on}")

    with pytest.raises(NotAssured, match=FINAL):
        assure_ground()


def test_suppressions_under_a_lost_key_keep_the_sender_from_starting(db, settings):
    suppress("ada@example.org")
    settings.SECRET_KEY = "another, and the earlier one is gone"

    with pytest.raises(NotAssured, match="unknown keys"):
        assure_ground()


def test_a_database_that_may_forget_a_commit_keeps_the_sender_from_starting(db):
    if connection.vendor == "postgresql":
        forget, remember = "SET synchronous_commit = off", "SET synchronous_commit = on"
    else:
        pytest.skip("SQLite does not change PRAGMA synchronous inside the transaction of a test")
    with connection.cursor() as cursor:
        cursor.execute(forget)
        with pytest.raises(NotAssured, match="synchronous_commit"):
            assure_ground()
        cursor.execute(remember)
