"""Whose issue it is: an author writes and looks at their own, whoever may change issues does so with every one."""

from django.core.exceptions import PermissionDenied
from wagtail.permission_policies.base import ModelPermissionPolicy

from newsletter.models import Issue

ADD = "newsletter.add_issue"
OF_ONES_OWN = frozenset({"view", "change", "delete"})


class IssuePermissionPolicy(ModelPermissionPolicy):
    """Wagtail's, and besides: whoever may write issues does with their own as they like."""

    def user_has_permission(self, user, action):
        return super().user_has_permission(user, action) or (action in OF_ONES_OWN and user.has_perm(ADD))

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        is_own = instance.owner_id is not None and instance.owner_id == user.pk
        may_write = is_own and action in OF_ONES_OWN and user.has_perm(ADD)
        return may_write or super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        if any(super(IssuePermissionPolicy, self).user_has_permission(user, action) for action in actions):
            return Issue.objects.all()
        return Issue.objects.filter(owner=user) if user.has_perm(ADD) else Issue.objects.none()


POLICY = IssuePermissionPolicy(Issue)


class OfOneIssue:
    """For Wagtail's views of one issue, which ask for the right in general: it is asked for this issue, too."""

    def dispatch(self, request, *args, **kwargs):
        if not POLICY.user_has_permission_for_instance(request.user, self.permission_required, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
