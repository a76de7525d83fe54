"""The five groups of staff, with the permissions of their roles."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from newsletter.core.roles import EVERYTHING, ROLES, Role


def make_roles() -> list[str]:
    """Each group with all that its role may do; takes nothing away, for a site may have given more. Says the names.

    Raises Permission.DoesNotExist, naming it, when a permission of the table is not in the database.
    """
    with transaction.atomic():
        for name, role in ROLES.items():
            _fill(Group.objects.get_or_create(name=name)[0], role)
    return list(ROLES)


def _fill(group: Group, role: Role) -> None:
    group.permissions.add(*_permissions(role.permissions))
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    for codename in sorted(role.pages):
        permission = _named(f"wagtailcore.{codename}")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for codename in sorted(role.files):
        app = "wagtailimages" if codename.endswith("image") else "wagtaildocs"
        permission = _named(f"{app}.{codename}")
        GroupCollectionPermission.objects.get_or_create(group=group, collection=files, permission=permission)


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
