"""What the admin pages of one issue share: who may come in, the header, and the way back."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic.base import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.models import Issue

CHANGE = "newsletter.change_issue"
SCHEDULE = "newsletter.schedule_issue"


class IssuePage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """A page about one issue. `title` is what is done here."""

    permission_required = CHANGE
    header_icon = "mail"
    title = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.issue = get_object_or_404(Issue.objects.select_related("newsletter", "compiled"), pk=kwargs["pk"])

    def handle_no_permission(self):
        return permission_denied(self.request)

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

    def get_context_data(self, **kwargs):
        return super().get_context_data(issue=self.issue, newsletter=self.issue.newsletter, **kwargs)
