"""Asking at every door: one request as one person, undone afterwards, and what the answer was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

from django.contrib.auth.backends import ModelBackend
from django.contrib.messages import constants, get_messages
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import loader
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from tests.security.matrix import LOGIN, REFUSED
from tests.security.scene import Scene

FORM = "application/x-www-form-urlencoded"
WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """`kind` is a status, `log-in` or `refused`; `writes` are the tables that the request wrote to.

    `place` is where it leads.
    """

    kind: int | str
    writes: frozenset[str]
    place: str = ""


class Doors:
    """The people of a scene at the doors of the site, each with a browser of their own that stays logged in."""

    def __init__(self, scene: Scene) -> None:
        self._clients = {role: _client(person) for role, person in scene.people.items()}
        scene.people["former"].is_active = False
        scene.people["former"].save()
        self._login, self._home = reverse("wagtailadmin_login"), reverse("wagtailadmin_home")

    def ask(self, method: str, address: str, *, role: str, body: str = "", whole: bool = False) -> Answer:
        """What this person is answered; nothing of it stays. Only a `whole` answer is rendered: it takes long."""
        client, written = self._clients[role], set()
        kept = client.cookies.copy()
        sid = transaction.savepoint()
        _Rendering.is_on = whole
        with _recorded(written):
            response = client.generic(method, address, body, content_type=FORM)
            if response.streaming:
                b"".join(response.streaming_content)  # its file is closed behind the last byte
        transaction.savepoint_rollback(sid)
        transaction.get_connection().needs_rollback = False
        client.cookies = kept
        return Answer(self._kind(response), frozenset(written), response.headers.get("Location", ""))

    def _kind(self, response: HttpResponse) -> int | str:
        place = response.headers.get("Location", "")
        if response.status_code == 302 and place.startswith(self._login + "?"):
            return LOGIN
        if response.status_code == 403 or (place == self._home and _was_denied(response)):
            return REFUSED
        return response.status_code


def _client(person) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def _was_denied(response: Any) -> bool:
    return any(message.level == constants.ERROR for message in get_messages(response.wsgi_request))


@contextmanager
def _recorded(written: set[str]) -> Iterator[None]:
    def record(execute, sql, params, many, context):
        if found := WRITE.match(sql):
            written.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        yield


class Remembering(ModelBackend):
    """Django's, which asks only once what somebody may do: nothing that a request changes here outlives it."""

    _known: ClassVar[dict[tuple[int, str], set[str]]] = {}

    def _get_permissions(self, user_obj, obj, from_name):
        key = (user_obj.pk, from_name)
        if obj is None and user_obj.is_active and key not in self._known:
            self._known[key] = super()._get_permissions(user_obj, obj, from_name)
        return self._known.get(key, set()) if obj is None and user_obj.is_active else set()


class _Rendering:
    """Whether answers are rendered. Set for each request, looked at by what `quick_templates` puts in place."""

    is_on = True


@contextmanager
def quick_templates() -> Iterator[None]:
    """While this lasts, only whole answers are rendered."""
    content, to_string = SimpleTemplateResponse.rendered_content, loader.render_to_string
    written = property(lambda response: content.fget(response) if _Rendering.is_on else "")
    short = SimpleNamespace(render_to_string=lambda *args, **kw: to_string(*args, **kw) if _Rendering.is_on else "")
    with (
        mock.patch.object(SimpleTemplateResponse, "rendered_content", written),
        mock.patch("django.shortcuts.loader", short),
    ):
        yield
