"""Each test run has a database of its own, copied from one that was migrated before.

Migrating takes longer than most rooms' tests together, so it is done once for each state of models and packages.
The migrated database lies under var/ (SQLite) or beside the others on the server (PostgreSQL).
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SHELF = ROOT / "var" / "test-databases"
SHAPED_BY = ("*/migrations/*.py", "*/models/*.py", "uv.lock")


@contextmanager
def copy_of_migrated() -> Iterator[None]:
    """While this lasts, the test database is a fresh copy; afterwards it is gone."""
    SHELF.mkdir(parents=True, exist_ok=True)
    copied = {"sqlite": _sqlite_copy, "postgresql": _postgresql_copy}[connection.vendor]
    with copied(_digest()):
        yield


def database_url() -> str:
    """The database of this test, for a process of its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite://{name}"
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT'] or 5432}/{name}"


def _digest() -> str:
    found = sha256(sys.version.encode())
    for pattern in SHAPED_BY:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _sqlite_copy(digest: str) -> Iterator[None]:
    migrated, name = SHELF / f"{digest}.sqlite3", connection.settings_dict["TEST"]["NAME"]
    with _one_at_a_time():
        if not migrated.exists():
            for old in SHELF.glob("*.sqlite3*"):
                old.unlink()
            draft = migrated.with_suffix(".part")
            draft.unlink(missing_ok=True)
            _migrate(f"sqlite:///{draft}")
            draft.rename(migrated)  # the last connection of the child emptied its journal into the file
    shutil.copyfile(migrated, name)
    yield
    connection.close()
    Path(name).unlink()


@contextmanager
def _postgresql_copy(digest: str) -> Iterator[None]:
    ours = f"partwise_{sha256(str(ROOT).encode()).hexdigest()[:8]}"
    migrated, name = f"{ours}_{digest}", f"partwise_run_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        with _one_at_a_time():
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{ours}_%"])
            known = [row[0] for row in cursor.fetchall()]
            if migrated not in known:
                for old in known:
                    cursor.execute(f'DROP DATABASE "{old}"')
                draft = f"{ours}_draft"
                cursor.execute(f'CREATE DATABASE "{draft}"')
                _migrate(urlsplit(settings.ENV.database_url)._replace(path=f"/{draft}").geturl())
                cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{migrated}"')
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
        connection.settings_dict["TEST"]["NAME"] = name
        yield
        connection.close()
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrate(url: str) -> None:
    """The migrations in a process of their own. Raises CalledProcessError."""
    child = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=child, check=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Parallel workers wait for the one that migrates."""
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
