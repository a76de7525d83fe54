"""Who may do what, asked at every door: each route, method, role and object of matrix.toml with a real request."""

import logging
from collections import defaultdict

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from cms.admin.guarded import SecondFactorMixin
from tests.security.matrix import FILE, LOGIN, REFUSED, Matrix, read_matrix
from tests.security.routes import routes, views
from tests.security.scene import ROLES, build_scene
from tests.security.walk import Doors, quick_templates

pytestmark = pytest.mark.one_database_is_enough

MATRIX = read_matrix()
SAFE = ("GET", "HEAD", "OPTIONS")
LEAST = 10_000

# What a look may write: that somebody looks, guesses or follows a counted link, small pictures of pictures, sizes of
# files asked for late.
MAY_BE_WRITTEN = {
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
    "wagtailimages_rendition",
    "wagtailimages_image",
    "wagtaildocs_document",
    "wagtailsearch_indexentry",
    "wagtailcore_referenceindex",
    "newsletter_wrongtokens",
    "newsletter_countedlink",
}


def areas():
    """The lines by the beginning of their address, so that two processes share them well."""
    found = defaultdict(list)
    for line in MATRIX.lines:
        first, _, rest = line.pattern.partition("/")
        found["/".join([first, rest.partition("/")[0]]) if first == "admin" else "site"].append(line)
    return dict(found)


AREAS = areas()


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """One world for all checks; each request is undone, and the world with the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def doors(scene):
    """Everybody at the doors, with as little around them as can be: sessions in cookies, permissions asked once."""
    changed = {
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "AUTHENTICATION_BACKENDS": ["tests.security.walk.Remembering"],
    }
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    with override_settings(**changed), quick_templates():
        yield Doors(scene)
    logging.disable(level)


@pytest.mark.django_db
@pytest.mark.parametrize("area", sorted(AREAS))
def test_every_door_opens_for_those_who_are_named_and_for_nobody_else(area, doors, scene):
    wrong = []
    for line in AREAS[area]:
        address, body = MATRIX.address(line, scene.values), MATRIX.body(line)
        for role in ROLES:
            for method in MATRIX.methods(line):
                expected = line.expected(method, role, staff=MATRIX.staff)
                whole = method == "GET" and role == "administrator"
                answer = doors.ask(method, address, role=role, body=body, whole=whole)
                said = f"{method} {line.pattern} [{line.case}] as {role}"
                if answer.kind != expected:
                    wrong.append(f"{said}: {answer.kind} instead of {expected}")
                if method in SAFE and answer.writes - MAY_BE_WRITTEN:
                    wrong.append(f"{said}: a look writes to {', '.join(sorted(answer.writes - MAY_BE_WRITTEN))}")
    assert not wrong, "\n".join(wrong)


GUARDED = {
    "admin/newsletters/readers/<uuid:public_id>/address/": "POST",
    "admin/newsletters/readers/<uuid:public_id>/data/": "POST",
    "admin/newsletters/readers/<uuid:public_id>/proof/": "POST",
    "admin/newsletters/readers/<uuid:public_id>/erase/": "POST",
    "admin/newsletters/imports/export/": "POST",
    "admin/newsletters/imports/export/take/": "POST",
}
"""What takes the second factor where the site asks for it."""


def test_what_takes_the_second_factor_is_listed_here():
    assert {pattern for pattern, view in views() if issubclass(view, SecondFactorMixin)} == set(GUARDED)


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", sorted(GUARDED))
def test_with_a_password_alone_nobody_passes_a_door_that_takes_the_second_factor(pattern, doors, scene, settings):
    settings.PARTWISE = {**settings.PARTWISE, "cms": {**settings.PARTWISE["cms"], "second_factor": True}}
    line = next(line for line in MATRIX.lines if line.pattern == pattern)
    address, body = MATRIX.address(line, scene.values), MATRIX.body(line)
    for role in ROLES:
        for method in ("GET", "POST", "PUT"):
            usual = line.expected(method, role, staff=MATRIX.staff)
            answer = doors.ask(method, address, role=role, body=body)
            turned_away = usual in {LOGIN, REFUSED}
            assert answer.kind == (usual if turned_away else 302), f"{method} as {role}"
            assert turned_away or answer.place.startswith("/admin/second-factor/?next=%2Fadmin%2Fnewsletters%2F")
            assert answer.writes <= {"django_session"}


def test_every_route_has_its_line():
    unlisted = [pattern for pattern in routes() if pattern not in MATRIX.patterns]

    assert unlisted == [], (
        f'Add a line for each to [routes] of {FILE.name}, such as "{(unlisted or ["x/"])[0]}" = "staff read", '
        "and say under [parameters] what stands in its address."
    )


def test_every_line_has_its_route():
    stale = [pattern for pattern in MATRIX.patterns if pattern not in routes()]

    assert stale == [], f"These routes are gone. Take their lines out of {FILE.name}."


def test_somebody_passes_every_door_but_those_that_say_why_not():
    passed = {line.pattern for line in MATRIX.lines if line.passes}
    closed = [pattern for pattern in MATRIX.patterns if pattern not in passed]

    assert closed == list(MATRIX.closed), f"Say under [closed] of {FILE.name} why nobody finds anything there."


def test_there_are_enough_checks_to_be_called_a_matrix():
    checks = sum(len(MATRIX.methods(line)) * len(ROLES) for line in MATRIX.lines)

    assert checks >= LEAST


def test_a_route_that_nobody_listed_is_found(settings):
    settings.ROOT_URLCONF = "tests.security.one_more_route"
    found = set(routes())

    assert found - set(MATRIX.patterns) == {"a/new/<int:pk>/"}
    assert set(MATRIX.patterns) <= found


def test_the_matrix_refuses_an_address_that_it_does_not_know():
    source = {"doors": {"staff": []}, "routes": {"x/<int:pk>/": "staff read"}, "answers": {"read": {"GET": 200}}}
    lonely = Matrix({**source, "parameters": {}, "queries": {}})

    with pytest.raises(KeyError, match="Add it to a"):
        lonely.address(lonely.lines[0], {})


def test_the_walls_stand_in_the_settings_behind_the_log_in():
    order = django_settings.MIDDLEWARE

    assert order.index("cms.walls.Walls") > order.index("django.contrib.auth.middleware.AuthenticationMiddleware")
