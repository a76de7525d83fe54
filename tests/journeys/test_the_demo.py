"""The demo is a good guest: loaded twice it changes nothing, and stopped it leaves nothing running."""

import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.product import Product, started

DATABASE = "partwise.sqlite3"
TABLES = ("series_articlepage", "series_seriespage", "series_seriespart", "wagtailcore_revision", "newsletter_issue")
READERS = ("newsletter_subscriber", "newsletter_consentevent", "newsletter_suppression", "newsletter_delivery")
PROCESSES = 5  # the one that was started, and the site, scheduler, sender and worker that it starts


def test_the_demo_can_be_loaded_twice_without_harm(product: Product):
    before = _counts(product), _letters(product)
    said = product.manage("demo")

    assert "37 handed over to the outbox." in said
    assert (_counts(product), _letters(product)) == before


def _counts(product: Product) -> list[int]:
    with closing(sqlite3.connect(product.var / DATABASE)) as here:
        return [here.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (*TABLES, *READERS)]


def _letters(product: Product) -> int:
    return len(list((product.var / "outbox").glob("*.eml")))


@pytest.fixture
def copied(product: Product, tmp_path: Path) -> Path:
    """What the demo loaded, in a folder of its own."""
    for folder in ("static", "media"):
        shutil.copytree(product.var / folder, tmp_path / folder)
    with (
        closing(sqlite3.connect(product.var / DATABASE)) as here,
        closing(sqlite3.connect(tmp_path / DATABASE)) as there,
    ):
        here.backup(there)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="Processes are counted in /proc, which only Linux has.")
def test_ctrl_c_leaves_no_process_behind_and_frees_the_port(copied: Path):
    with started(copied) as product:
        port = urlsplit(product.url).port
        assert len(_running(copied)) >= PROCESSES

    assert _running(copied) == []
    assert product.lines[-1] == "Stopped."
    socket.create_server(("127.0.0.1", port)).close()  # refused while anybody listens there


def _running(var: Path) -> list[int]:
    """The processes that were given that folder."""
    mark = f"PARTWISE_VAR={var}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:  # somebody else's, or gone since
            continue
        if mark in environment:
            found.append(int(folder.name))
    return found
