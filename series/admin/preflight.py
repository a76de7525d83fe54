"""The preflight panel beside the article's editor: what the checks see, worst first."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from cms.core.findings import Finding, Level, fingerprint
from cms.models import Tick
from series.admin.letter_size import letter_size
from series.admin.lone_parts import draft_series_of, lone_finding
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
        """A page that was never saved has nothing to ask about: its panel fills with the first autosave."""
        url = reverse("article_preflight", args=[self.object.pk]) if self.object.pk else ""
        return {**super().get_context_data(parent_context), "preflight_url": url}

    class Media:
        js = ["cms/findings.js", "series/preflight.js"]


class ArticleCreateView(CreateView):
    """Wagtail's, with the panel in its place: the first autosave makes an editor of this page without loading it."""

    def get_side_panels(self):
        return MediaContainer([*super().get_side_panels(), PreflightSidePanel(self.page, self.request)])


class ArticleEditView(EditView):
    """Wagtail's, and one panel more. The method is undocumented, so a test pins it."""

    def get_side_panels(self):
        panels = list(super().get_side_panels())
        if not self.expects_json_response:
            panels.append(PreflightSidePanel(self.page, self.request))
        return MediaContainer(panels)


class ArticleViewSet(PageViewSet):
    model = ArticlePage
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    workflow_action_view_class = ArticleWorkflowActionView
    parent_models: list[type] = []  # the explorer's listing stays Wagtail's


@require_http_methods(["GET", "HEAD", "POST"])
def preflight(request: HttpRequest, page_id: int) -> HttpResponse:
    """The findings of the newest draft as a fragment; `X-Findings` carries the number that is open.

    A POST ticks one question first, or takes a tick back.
    """
    page = get_object_or_404(ArticlePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    size = letter_size(page)
    hints = filter(None, [lone_finding(page), title_finding(page), split_finding(page), size.finding])
    found = (*findings_of(page.get_latest_revision_as_object()), *hints)
    if request.method == "POST":
        _answer_question(request, page, found)
    ticks = Tick.objects.on(page, found)
    shown = {"groups": _groups(found, ticks), "page": page, "size": size.words, "series": draft_series_of(page)}
    response = render(request, "series/admin/preflight.html", shown)
    response["X-Findings"] = str(sum(fingerprint(finding) not in ticks for finding in found))
    return response


def _answer_question(request: HttpRequest, page: ArticlePage, found: tuple[Finding, ...]) -> None:
    if "tick" in request.POST:
        Tick.objects.give(page, found, key=request.POST["tick"], by=request.user)
    elif "untick" in request.POST:
        Tick.objects.take_back(page, key=request.POST["untick"])


def _groups(found: tuple[Finding, ...], ticks: dict[str, Tick]) -> list[tuple[str, list[dict]]]:
    """Each level's words with its findings; a question has the key to tick it by, and who did."""
    groups = []
    for level, words in LEVELS.items():
        group = [_shown(finding, ticks) for finding in found if finding.level is level]
        if group:
            groups.append((words, group))
    return groups


def _shown(finding: Finding, ticks: dict[str, Tick]) -> dict:
    key = fingerprint(finding) if finding.level is Level.ASK else ""
    return {"finding": finding, "key": key, "tick": ticks.get(key)}
