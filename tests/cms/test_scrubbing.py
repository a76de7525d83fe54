"""The filter before every handler: words, values, traceback and what was given besides."""

import io
import logging
import re
from pathlib import Path

import pytest

from cms.core.scrubbing import scrubbed
from cms.scrubbing import Scrub
from tests.overheard import ADDRESS as ANY_ADDRESS, HANDLERS, Overheard, gives_away
from tests.security.routes import routes

HOW_TO = Path(__file__).resolve().parents[2] / "docs/howto/logs.md"
TOKEN = "Qu-spmYg0AAAAAAAAAAAAAAAAb4r_L0kVuRhIoMd6"


@pytest.fixture
def written():
    """A function: what a logger with our filter writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("{levelname} {message} {where}", style="{", defaults={"where": ""}))
    handler.addFilter(Scrub())
    log = logging.getLogger("tests.scrubbing")
    log.addHandler(handler)
    yield lambda act: (act(log), stream.getvalue())[1]
    log.removeHandler(handler)


def fail():
    raise ValueError("Key (email)=(ada@example.org) already exists.")


def log_failure(log):
    try:
        fail()
    except ValueError:
        log.exception("a row was refused", stack_info=True)


def test_values_are_scrubbed_like_words(written):
    assert written(lambda log: log.error("%s asked for /m/%s/", "ada@example.org", TOKEN)) == (
        "ERROR [address] asked for /m/[token]/ \n"
    )


def test_a_traceback_is_scrubbed(written):
    text = written(log_failure)

    assert "already exists" in text
    assert "Stack (most recent call last)" in text
    assert "ada@" not in text


def test_what_is_given_besides_is_scrubbed(written):
    assert written(lambda log: log.error("refused", extra={"where": f"/u/{TOKEN}"})) == "ERROR refused /u/[token]\n"


def test_a_path_cannot_write_a_second_line(written):
    text = written(lambda log: log.warning("Not Found: %s", "/x\nERROR all is lost"))

    assert text == "WARNING Not Found: /x\\nERROR all is lost \n"


def test_a_line_whose_values_do_not_fit_is_written_and_stops_nobody(written):
    text = written(lambda log: log.warning("%d of %s", *["ada@example.org"]))

    assert "its values do not fit" in text
    assert "ada@" not in text


def test_every_handler_of_the_settings_has_the_filter(settings):
    named = settings.LOGGING["handlers"]

    assert set(named) == set(HANDLERS)
    assert all(handler["filters"] == ["scrub"] for handler in named.values())


def test_no_logger_of_the_running_program_has_a_handler_without_it():
    """Also those that Django and the servers bring: theirs are taken away. pytest's own listen to nobody's readers."""
    loggers = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = {handler for logger in loggers for handler in logger.handlers}
    ours = {handler for handler in handlers if not type(handler).__module__.startswith("_pytest")}
    open_ones = [handler for handler in ours if not isinstance(handler, logging.NullHandler)]

    assert [handler for handler in open_ones if not any(isinstance(one, Scrub) for one in handler.filters)] == []


@pytest.mark.parametrize("name", ["django.server", "_granian", "granian.access", "gunicorn.access", "gunicorn.error"])
def test_servers_write_through_our_handler(name):
    logger = logging.getLogger(name)

    assert not logger.propagate
    assert [handler.name for handler in logger.handlers if handler.name] == ["console"]


def test_django_mails_no_request_to_anybody():
    assert logging.getLogger("django").handlers == []


def test_a_page_that_is_not_there_is_logged_without_its_token(client, db):
    heard = Overheard(io.StringIO())
    handler = logging._handlers["console"]
    before = handler.setStream(heard)
    client.get(f"/u/{TOKEN}x")
    client.put(f"/p/{TOKEN}")
    client.get("/nobody/ada@example.org/")
    handler.setStream(before)

    text = heard._stream.getvalue()
    assert "Not Found: /u/[token]" in text
    assert "/p/[token]" in text
    assert "/nobody/[address]/" in text
    assert heard.given_away == []


@pytest.mark.parametrize("line", ["to ada@example.org", "GET /m/IIhULVBIc_1eKRDKIhHMjQ/", "ada%40example.org"])
def test_whoever_listens_hears_what_gives_somebody_away(line):
    heard = Overheard(io.StringIO())
    heard.write(f"fine\n{line}\n")

    assert heard.given_away == [line]
    assert gives_away(line)
    assert not ANY_ADDRESS.search("@require_safe")


def test_every_door_behind_a_token_is_known_to_the_filter_and_to_the_how_to():
    found = {pattern.partition("/")[0] for pattern in routes() if re.search("<str:(token|link)>", pattern)}
    nginx = re.search(r"\(\?<door>([a-z|]+)\)", HOW_TO.read_text())[1]

    assert sorted(found) == nginx.split("|")
    for door in found:
        assert scrubbed(f"/{door}/{TOKEN}/") == f"/{door}/[token]/"
