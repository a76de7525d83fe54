"""The page on the API: its commands are run against the demo, and it leaves no field out."""

import json
import re
import shlex
from pathlib import Path

import pytest

from cms.api.wagtail_v2 import router
from tests.demo_site import loaded

PAGE = (Path(__file__).resolve().parents[1] / "docs/reference/api.md").read_text()
HERE, THERE = "http://127.0.0.1:8000", "http://testserver"
NAMED = {word for span in re.findall(r"`([^`\n]+)`", PAGE) for word in re.findall(r"\w+", span)}


def commands():
    """Each command with what the page says it prints."""
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for said in block.removeprefix("$ ").split("\n$ "):
            command, _, printed = said.partition("\n")
            yield command, printed.strip()


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), loaded():
        yield


@pytest.mark.usefixtures("_demo", "db")
def test_every_command_prints_what_the_page_says(client):
    for command, printed in commands():
        answer, shows_status = run(command, client)

        if shows_status:
            assert str(answer.status_code) == printed, command
        elif printed:
            assert answer.json() == json.loads(printed.replace(HERE, THERE)), command
        else:
            assert answer.status_code == 200, command


@pytest.mark.parametrize("endpoint", sorted(router._endpoints))
def test_every_field_and_every_question_of_an_endpoint_stands_on_the_page(endpoint):
    view = router._endpoints[endpoint]
    known = {*view.get_available_fields(view.model), *view.known_query_parameters, *view.find_query_parameters}

    assert sorted(known - NAMED) == []


def test_every_endpoint_has_its_row():
    assert [name for name in router._endpoints if f"`/api/v2/{name}/`" not in PAGE] == []


def run(command, client):
    """As curl would: the answer, and whether only its status is printed."""
    tool, *words = shlex.split(command)
    assert tool == "curl"
    headers, method, shows_status, url = {}, "GET", False, ""
    while words:
        match words.pop(0):
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            case "-X":
                method = words.pop(0)
            case "-o":
                words.pop(0)
            case "-w":
                shows_status = words.pop(0) == "%{http_code}"
            case "-L" | "-s":
                pass
            case url:
                assert url.startswith(HERE), "an option that this test does not know"
    path = url.removeprefix(HERE)
    if headers.get("If-None-Match"):
        headers["If-None-Match"] = client.get(path)["ETag"]  # on the page it is an ellipsis
    ask = getattr(client, method.lower())
    return ask(path, headers=headers, follow="-L" in command), shows_status
