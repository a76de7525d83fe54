"""The five groups of staff, with the permissions of their roles."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from newsletter.core.roles import EVERYTHING, ROLES, Role
from newsletter.models import RoleGrant

OURS = "newsletter."
APPS = {"image": "wagtailimages", "document": "wagtaildocs", "collection": "wagtailcore"}


def make_roles() -> Mapping[str, list[str]]:
    """Each group with all that its role may do, and without what its role gave once and gives no longer.

    What somebody gave by hand stays. Says for each group what was taken from it. Raises Permission.DoesNotExist,
    naming it, when a permission of the table is not in the database.
    """
    with transaction.atomic():
        return {name: _make(Group.objects.get_or_create(name=name)[0], role) for name, role in ROLES.items()}


def rights_of_roles():
    """Every permission of ours that a role gives, for whoever composes a role of their own."""
    ours = {name.partition(".")[2] for role in ROLES.values() for name in role.permissions if name.startswith(OURS)}
    return Permission.objects.filter(content_type__app_label=OURS.strip("."), codename__in=ours)


def _make(group: Group, role: Role) -> list[str]:
    grant, held = RoleGrant.objects.filter(group=group).first(), _held(group)
    given = _spelled_out(grant.role) if grant else role  # one that nobody wrote down was made from this table
    over = _both(held, _less(given, _spelled_out(role)))
    _take(group, over)
    _fill(group, role)
    ours = _less(role, _less(held, given))
    kept = {"permissions": sorted(ours.permissions), "pages": sorted(ours.pages), "files": sorted(ours.files)}
    RoleGrant.objects.update_or_create(group=group, defaults=kept)
    return sorted(over.permissions | over.pages | over.files)


def _fill(group: Group, role: Role) -> None:
    group.permissions.add(*_permissions(role.permissions))
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    for codename in sorted(role.pages):
        permission = _named(f"wagtailcore.{codename}")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for codename in sorted(role.files):
        permission = _named(f"{APPS[codename.partition('_')[2]]}.{codename}")
        GroupCollectionPermission.objects.get_or_create(group=group, collection=files, permission=permission)


def _take(group: Group, role: Role) -> None:
    group.permissions.remove(*_permissions(role.permissions))
    _of_pages(group).filter(permission__codename__in=role.pages).delete()
    _of_files(group).filter(permission__codename__in=role.files).delete()


def _held(group: Group) -> Role:
    """What the group may do now, by whoever gave it."""
    return Role(
        permissions=_names(group.permissions.all()),
        pages=frozenset(_of_pages(group).values_list("permission__codename", flat=True)),
        files=frozenset(_of_files(group).values_list("permission__codename", flat=True)),
    )


def _of_pages(group: Group):
    return GroupPagePermission.objects.filter(group=group, page=Page.get_first_root_node())


def _of_files(group: Group):
    return GroupCollectionPermission.objects.filter(group=group, collection=Collection.get_first_root_node())


def _spelled_out(role: Role) -> Role:
    """With the name of each permission where the role has them all."""
    every = _names(Permission.objects.all()) if EVERYTHING in role.permissions else frozenset()
    return Role(permissions=role.permissions | every, pages=role.pages, files=role.files)


def _less(role: Role, other: Role) -> Role:
    return Role(
        permissions=role.permissions - other.permissions,
        pages=role.pages - other.pages,
        files=role.files - other.files,
    )


def _both(role: Role, other: Role) -> Role:
    return Role(
        permissions=role.permissions & other.permissions,
        pages=role.pages & other.pages,
        files=role.files & other.files,
    )


def _names(permissions) -> frozenset[str]:
    found = permissions.order_by().values_list("content_type__app_label", "codename")
    return frozenset(f"{app}.{codename}" for app, codename in found)


def _permissions(names: Iterable[str]) -> list[Permission]:
    if EVERYTHING in names:
        return list(Permission.objects.all())
    return [_named(name) for name in sorted(names)]


def _named(name: str) -> Permission:
    app, codename = name.split(".")
    found = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
    if found is None:
        raise Permission.DoesNotExist(f"There is no permission {name}. Run `manage.py migrate` first.")
    return found
