"""The preflight panel beside the article's editor: what the checks see, worst first."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from cms.core.findings import Level
from series.admin.moderation import ArticleWorkflowActionView
from series.admin.split import split_finding
from series.admin.title import title_finding
from series.models import ArticlePage
from series.models.publishing import findings_of

LEVELS = {
    Level.STOP: "Must be mended before it is published",
    Level.ASK: "Look at this",
    Level.HINT: "Perhaps",
}


class PreflightSidePanel(BaseSidePanel):
    """Loads by itself after the editor, and again after each save: the editor never waits for the checks."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle preflight"
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"

    name = "preflight"
    title = "Preflight"
    template_name = "series/admin/preflight_panel.html"
    order = 340

    def get_context_data(self, parent_context):
        url = reverse("article_preflight", args=[self.object.pk])
        return {**super().get_context_data(parent_context), "preflight_url": url}

    class Media:
        js = ["series/preflight.js"]


class ArticleEditView(EditView):
    """Wagtail's, and one panel more. The method is undocumented, so a test pins it."""

    def get_side_panels(self):
        panels = list(super().get_side_panels())
        if not self.expects_json_response:
            panels.append(PreflightSidePanel(self.page, self.request))
        return MediaContainer(panels)


class ArticleViewSet(PageViewSet):
    model = ArticlePage
    edit_view_class = ArticleEditView
    workflow_action_view_class = ArticleWorkflowActionView
    parent_models: list[type] = []  # the explorer's listing stays Wagtail's


def preflight(request: HttpRequest, page_id: int) -> HttpResponse:
    """The findings of the newest draft as a fragment; `X-Findings` carries their number for the counter."""
    page = get_object_or_404(ArticlePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    hints = filter(None, [title_finding(page), split_finding(page)])
    found = (*findings_of(page.get_latest_revision_as_object()), *hints)
    groups = [(words, [finding for finding in found if finding.level is level]) for level, words in LEVELS.items()]
    shown = [(words, group) for words, group in groups if group]
    response = render(request, "series/admin/preflight.html", {"groups": shown, "page": page})
    response["X-Findings"] = str(len(found))
    return response
