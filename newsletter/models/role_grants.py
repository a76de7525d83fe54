from django.contrib.auth.models import Group
from django.db import models

from newsletter.core.roles import Role


class RoleGrant(models.Model):
    """What a role gave to its group when it was last made: what somebody gave by hand besides is none of it."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="+")
    permissions = models.JSONField(default=list)
    pages = models.JSONField(default=list)
    files = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"given to {self.group}"

    @property
    def role(self) -> Role:
        """As the table of roles has it."""
        kinds = {"permissions": self.permissions, "pages": self.pages, "files": self.files}
        return Role(**{kind: frozenset(names) for kind, names in kinds.items()})
