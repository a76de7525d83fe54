"""What the admin pages of one issue share: who may come in, the header, and the way back."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsletter.admin.copy import copy_buttons
from newsletter.admin.desk_page import DeskPage
from newsletter.admin.issue_rights import POLICY
from newsletter.models import Issue

CHANGE = "newsletter.change_issue"
SCHEDULE = "newsletter.schedule_issue"


def may_change(user, issue: Issue) -> bool:
    """Whether it is this person's issue, or they may change every one."""
    return POLICY.user_has_permission_for_instance(user, "change", issue)


class IssuePage(DeskPage):
    """A page about one issue. `title` is what is done here."""

    permission_required = CHANGE
    header_icon = "mail"
    title = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.issue = get_object_or_404(Issue.objects.select_related("newsletter", "compiled"), pk=kwargs["pk"])

    def has_permission(self) -> bool:
        asked = set(self.get_permission_required())
        rest = asked - {CHANGE}
        return (CHANGE not in asked or may_change(self.request.user, self.issue)) and self.request.user.has_perms(rest)

    def get_page_title(self) -> str:
        return self.title

    def get_page_subtitle(self) -> str:
        return str(self.issue)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("newsletter_issues:list"), "label": "Issues"},
            {"url": reverse("newsletter_issues:edit", args=[self.issue.pk]), "label": str(self.issue)},
            {"url": "", "label": self.title},
        ]

    def copy_buttons(self) -> list:
        """The way to a new draft with the same words, beside a message."""
        return copy_buttons(self.issue, user=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(issue=self.issue, newsletter=self.issue.newsletter, **kwargs)
