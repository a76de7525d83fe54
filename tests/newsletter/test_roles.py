from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from newsletter import roles
from newsletter.core.roles import READERS, ROLES, SENDING, WRITING, Role
from newsletter.models import RoleGrant
from newsletter.roles import make_roles


def person(role):
    user = get_user_model().objects.create_user(role.replace(" ", "-"), "x@example.org", "a long password for tests")
    user.groups.add(Group.objects.get(name=role))
    return user


def test_each_group_may_what_its_role_says_and_twice_changes_nothing(world):
    make_roles()
    once = {group.name: group.permissions.count() for group in Group.objects.filter(name__in=ROLES)}

    assert make_roles() == {name: [] for name in ROLES}
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


def role(*permissions, pages=(), files=()):
    return {"Editor": Role(permissions=frozenset(permissions), pages=frozenset(pages), files=frozenset(files))}


def held(name="Editor"):
    group = Group.objects.get(name=name)
    return {
        *group.permissions.values_list("codename", flat=True),
        *GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True),
        *GroupCollectionPermission.objects.filter(group=group).values_list("permission__codename", flat=True),
    }


def by_hand(codename):
    Group.objects.get(name="Editor").permissions.add(Permission.objects.get(codename=codename))


def test_what_a_role_gives_no_longer_is_taken_away_and_said(world, monkeypatch):
    old = role("newsletter.view_issue", "newsletter.change_issue", pages={"add_page", "lock_page"}, files={"add_image"})
    monkeypatch.setattr(roles, "ROLES", old)
    make_roles()
    by_hand("stop_sending")
    monkeypatch.setattr(roles, "ROLES", role("newsletter.view_issue", pages={"add_page"}))
    out = StringIO()
    call_command("make_roles", stdout=out)

    assert held() == {"view_issue", "add_page", "stop_sending"}
    taken = "add_image, lock_page, newsletter.change_issue"
    assert f"Taken from Editor, because its role gives it no longer: {taken}." in out.getvalue()
    assert make_roles() == {"Editor": []}


def test_what_was_given_by_hand_before_the_role_gave_it_too_stays(world, monkeypatch):
    monkeypatch.setattr(roles, "ROLES", role("newsletter.view_issue"))
    make_roles()
    by_hand("stop_sending")
    monkeypatch.setattr(roles, "ROLES", role("newsletter.view_issue", "newsletter.stop_sending"))
    make_roles()
    monkeypatch.setattr(roles, "ROLES", role("newsletter.view_issue"))

    assert make_roles() == {"Editor": []}
    assert held() == {"view_issue", "stop_sending"}


def test_a_role_that_had_everything_keeps_only_what_it_gives_now(world, monkeypatch):
    monkeypatch.setattr(roles, "ROLES", role("everything"))
    make_roles()
    monkeypatch.setattr(roles, "ROLES", role("newsletter.view_issue"))
    make_roles()

    assert held() == {"view_issue"}


def test_a_group_of_an_older_version_loses_nothing_at_first(world, monkeypatch):
    group = Group.objects.get_or_create(name="Editor")[0]
    group.permissions.add(Permission.objects.get(codename="stop_sending"))
    RoleGrant.objects.all().delete()
    monkeypatch.setattr(roles, "ROLES", role("newsletter.view_issue"))
    before = held()

    assert make_roles() == {"Editor": []}
    assert held() == before | {"view_issue"}


def test_a_permission_that_is_missing_is_named(world, monkeypatch):
    monkeypatch.setattr(roles, "ROLES", {"Author": Role(permissions=frozenset({"newsletter.fly"}))})
    with pytest.raises(Permission.DoesNotExist, match=r"newsletter\.fly"):
        make_roles()


def test_the_editor_of_groups_offers_all_that_our_roles_are_made_of(client, world):
    client.force_login(world.staff["mara"])
    page = client.get(reverse("wagtailusers_groups:add")).content.decode()

    wanted = {name for name in READERS | SENDING | WRITING if name.startswith("newsletter.")}
    offered = {f"newsletter.{row.codename}" for row in roles.rights_of_roles() if f'value="{row.pk}"' in page}
    assert offered >= wanted
