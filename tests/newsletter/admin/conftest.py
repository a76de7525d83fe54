"""An author at her desk: a logged-in client and an issue that is good to go."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission


@pytest.fixture
def desk(client, world):
    """The test client, logged in as Mara, who may do everything."""
    client.force_login(world.staff["mara"])
    return client


@pytest.fixture
def issue(world):
    return world.add_issue(
        ("greeting", {"body": "<p>Hello [[first_name|friend]], this is the second of three short letters.</p>"}),
        ("part", {"part": str(world.parts["signs"].uuid), "mode": "whole"}),
    )


@pytest.fixture
def person(world):
    """A function: a staff member with exactly these permissions."""

    def make(*codenames):
        user = get_user_model().objects.create_user("sam", "sam@example.org", "a long password for tests")
        wanted = ["access_admin", *codenames]
        user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
        return user

    return make
