import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from newsletter import roles
from newsletter.core.roles import READERS, ROLES, SENDING, WRITING, Role
from newsletter.roles import make_roles


def person(role):
    user = get_user_model().objects.create_user(role.replace(" ", "-"), "x@example.org", "a long password for tests")
    user.groups.add(Group.objects.get(name=role))
    return user


def test_each_group_may_what_its_role_says_and_twice_changes_nothing(world):
    make_roles()
    once = {group.name: group.permissions.count() for group in Group.objects.filter(name__in=ROLES)}

    assert make_roles() == list(ROLES)
    assert once == {group.name: group.permissions.count() for group in Group.objects.filter(name__in=ROLES)}
    assert person("Publisher").has_perms(SENDING | WRITING)
    assert person("Administrator").has_perms(READERS | SENDING | WRITING)
    assert person("Reader care").has_perms(READERS)


def test_writing_sending_and_seeing_readers_are_separate():
    of = {name: role.permissions for name, role in ROLES.items()}

    assert not (of["Author"] | of["Editor"]) & (SENDING | READERS)
    assert not of["Publisher"] & READERS
    assert not of["Reader care"] & (SENDING | WRITING)


def test_what_a_site_gave_besides_stays(world):
    make_roles()
    more = Permission.objects.get(codename="stop_sending")
    group = Group.objects.get(name="Editor")
    group.permissions.add(more)
    make_roles()

    assert more in group.permissions.all()


def test_a_permission_that_is_missing_is_named(world, monkeypatch):
    monkeypatch.setattr(roles, "ROLES", {"Author": Role(permissions=frozenset({"newsletter.fly"}))})
    with pytest.raises(Permission.DoesNotExist, match=r"newsletter\.fly"):
        make_roles()
