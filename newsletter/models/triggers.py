"""Rows that nobody changes: what the database itself refuses, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = ("CompiledIssue", "DeliveryEvent", "ConsentEvent", "IssueEvent")
NEVER_CHANGED = ("AccessRecord",)  # but deleted when their time is over
FINAL = "newsletter_delivery_stays_handed_over"
# Who did it may be forgotten when that person's account is deleted; everything else stays as it was written.
MAY_BE_FORGOTTEN = frozenset({"actor_id", "created_by_id", "staff_id"})
# An erased reader's consents stay without what names them; what goes never comes back as something else.
MAY_BE_ERASED = {
    "ConsentEvent": {
        "subscription_id": "NEW.subscription_id IS NOT NULL",
        "evidence": "NEW.evidence <> ''",
        "salt": "NEW.salt <> ''",
    }
}


@dataclass(frozen=True)
class Trigger:
    """`moment` is UPDATE OF ... or DELETE; `when` limits it, and `words` are the error."""

    name: str
    table: str
    moment: str
    words: str
    when: str = ""


def triggers(models) -> Iterator[Trigger]:
    """All of them; `models` finds a model by its name (an app registry's get_model)."""
    words = "A delivery that was handed over stays handed over."
    when = "OLD.state = 'handed_over' AND NEW.state <> 'handed_over'"
    yield Trigger(FINAL, "newsletter_delivery", "UPDATE OF state", words, when)
    for name in (*APPEND_ONLY, *NEVER_CHANGED):
        meta = _known(models, name)
        if meta is None:
            continue
        erased = MAY_BE_ERASED.get(name, {})
        kept = [f.column for f in meta.local_concrete_fields if f.column not in MAY_BE_FORGOTTEN | erased.keys()]
        columns = ", ".join(kept)
        words = f"Rows of {meta.db_table} are never changed{' or deleted' if name in APPEND_ONLY else ''}."
        for column, written in erased.items():
            if any(f.column == column for f in meta.local_concrete_fields):
                yield Trigger(f"{meta.db_table}_{column}", meta.db_table, f"UPDATE OF {column}", words, written)
        yield Trigger(f"{meta.db_table}_unchanged", meta.db_table, f"UPDATE OF {columns}", words)
        if name in APPEND_ONLY:
            yield Trigger(f"{meta.db_table}_kept", meta.db_table, "DELETE", words)


def _known(models, name: str):
    """The model's columns and table; None in a migration from before it was made."""
    try:
        return models(name)._meta  # noqa: SLF001 - Django's documented way to a model's columns
    except LookupError:
        return None


def creating(vendor: str, models) -> list[str]:
    """The statements that put them into an empty place."""
    write = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[vendor]
    return [statement for trigger in triggers(models) for statement in write(trigger)]


def dropping(vendor: str, models) -> list[str]:
    """The statements that take them away: for the way back of the migration, and for tests that empty tables."""
    on = {"sqlite": "", "postgresql": " ON {0.table}"}[vendor]
    return [f"DROP TRIGGER IF EXISTS {trigger.name}{on.format(trigger)}" for trigger in triggers(models)]


def create_triggers(apps, schema_editor) -> None:
    """For RunPython: all of them, in an empty place."""
    _execute(creating, apps, schema_editor)


def drop_triggers(apps, schema_editor) -> None:
    """For RunPython: before a migration that changes a table of theirs, since SQLite builds it anew without them."""
    _execute(dropping, apps, schema_editor)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """The names that this database lacks: on SQLite a later migration that rebuilds a table drops its triggers."""
    catalog = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalog)
        found = {name for (name,) in cursor.fetchall()}
    wanted = [trigger.name for trigger in triggers(lambda name: apps.get_model("newsletter", name))]
    return [name for name in wanted if name not in found]


def _execute(write, apps, schema_editor) -> None:
    for statement in write(schema_editor.connection.vendor, partial(apps.get_model, "newsletter")):
        schema_editor.execute(statement, params=None)


def _on_sqlite(trigger: Trigger) -> Iterator[str]:
    when = f" WHEN {trigger.when}" if trigger.when else ""
    yield (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.moment} ON {trigger.table} FOR EACH ROW{when} "
        f"BEGIN SELECT RAISE(ABORT, '{trigger.words}'); END"
    )


def _on_postgresql(trigger: Trigger) -> Iterator[str]:
    when = f" WHEN ({trigger.when})" if trigger.when else ""
    function = f"{trigger.name}_refusal"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{trigger.words}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.moment} ON {trigger.table} "
        f"FOR EACH ROW{when} EXECUTE FUNCTION {function}()"
    )
