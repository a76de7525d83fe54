"""What every test has: a golden file to compare with, and chance that can be repeated.

Sockets are closed but for loopback; pyproject.toml says so to pytest-socket.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

GOLDEN = Path(__file__).parent / "golden"

# On a developer's machine each run tries new examples; CI's verdict is about the change, not about luck.
settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=1_000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure(config: pytest.Config) -> None:
    # Wagtail leaves the spooled file of each new rendition to the collector, closed by nobody.
    # Said twice: pytest reads its own list for tests, Python's is in force when the session ends.
    leftover = "[Uu]nclosed file <(_io.BufferedRandom|tempfile.SpooledTemporaryFile)"
    config.addinivalue_line("filterwarnings", f"ignore:{leftover}:ResourceWarning")
    warnings.filterwarnings("ignore", leftover, ResourceWarning)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write golden files anew; read the diff.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The whole suite on a named database leaves out what no database can change: the default run has said it."""
    if "DATABASE_URL" not in os.environ or config.args_source is config.ArgsSource.ARGS:
        return
    left_out = [item for item in items if not touches_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if touches_a_database(item)]


def touches_a_database(item: pytest.Item) -> bool:
    """Whether the test asks for the database, itself or through what it is given, and the answer may depend on it."""
    if item.get_closest_marker("one_database_is_enough"):
        return False
    asked_for = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked_for or item.get_closest_marker("django_db"))


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What a page keeps for some seconds belongs to one test."""
    cache.clear()


@pytest.fixture(scope="session")
def _overheard(django_test_environment):
    """The logs as the settings write them."""
    from tests.overheard import listen

    return listen()


@pytest.fixture(autouse=True)
def _no_log_gives_anybody_away(_overheard):
    """Whatever a test does, its log lines hold no address and no token (security.md 14)."""
    yield
    given_away = [line for stream in _overheard for line in stream.given_away]
    for stream in _overheard:
        stream.given_away.clear()
    assert given_away == []


class Golden:
    """Compares bytes with a committed file below tests/golden, or writes it when asked to."""

    def __init__(self, *, update: bool) -> None:
        self._update = update

    def check(self, name: str, found: str | bytes) -> None:
        """`found` is what `tests/golden/<name>` holds, byte for byte."""
        path = GOLDEN / name
        data = found.encode() if isinstance(found, str) else found
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"{path} is missing. Run pytest --update-golden and read what it wrote."
        expected = path.read_bytes()
        assert data.decode(errors="replace") == expected.decode(errors="replace"), f"{name} changed"
        assert data == expected


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_use_migrations) -> bool:
    """The test database is a migrated copy: it is not made by Django, and not removed by it."""
    return django_db_use_migrations


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_use_migrations, django_db_blocker) -> Iterator[None]:
    from tests.databases import copy_of_migrated

    with django_db_blocker.unblock(), copy_of_migrated() if django_db_use_migrations else nullcontext():
        yield


@pytest.fixture
def world(db):
    """The cast that every test knows; see tests/world.py."""
    from tests.world import build_world

    return build_world()


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied():
    """Between tests with real commits Django empties all tables, also those that SQLite's triggers keep."""
    from django.apps import apps
    from django.db import connection

    from newsletter.models.triggers import creating, dropping

    if connection.vendor == "sqlite":
        empty, find = connection.ops.sql_flush, partial(apps.get_model, "newsletter")
        connection.ops.sql_flush = lambda *args, **kwargs: [
            *dropping("sqlite", find),
            *empty(*args, **kwargs),
            *creating("sqlite", find),
        ]
