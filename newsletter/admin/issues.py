"""Issues in the admin: the list, the editor with its preflight panel, and the pages of an issue on its way."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import snippets

from newsletter.admin.findings import PreflightView
from newsletter.admin.frozen import FrozenView
from newsletter.admin.new_time import NewTimeView
from newsletter.admin.pages import CHANGE, SCHEDULE
from newsletter.admin.panels import PreflightSidePanel
from newsletter.admin.progress import NumbersView, ProgressView, VerbView
from newsletter.admin.sample_letters import SampleLetterView
from newsletter.admin.schedule import ScheduleView
from newsletter.admin.unsettled import UnsettledView
from newsletter.models import Issue, SendingSwitch
from newsletter.progress import account

UNSCHEDULE_FIRST = "This issue has its time and its frozen words. Unschedule it first, then edit it."
TOO_LATE = "This issue has already started, so its words cannot be changed. Make a new one for new words."


def counts_words(issue: Issue) -> str:
    """The numbers of an issue in one line; nothing for one that has not started."""
    if issue.candidates is None:
        return ""
    found = account(issue)
    doubt = f"; {found.uncertain:,} uncertain" if found.uncertain else ""
    return f"Handed over to {found.handed_over:,} of {found.recipients:,}; {found.excluded:,} left out{doubt}"


class IssueIndexView(snippets.IndexView):
    """The list of issues; while everything is stopped it says so, by whom and why."""

    def get(self, request, *args, **kwargs):
        if switch := SendingSwitch.objects.off().select_related("changed_by").first():
            messages.warning(request, switch.words)
        return super().get(request, *args, **kwargs)


class IssueEditView(snippets.EditView):
    """The editor of a draft. Any other issue is refused kindly and leads to its progress page."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.is_draft and request.user.has_perm(CHANGE):
            if request.method == "POST":
                messages.error(request, UNSCHEDULE_FIRST if self.object.state == "scheduled" else TOO_LATE)
            return redirect("newsletter_issues:progress", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_side_panels(self):
        panels = super().get_side_panels()
        panels.append(PreflightSidePanel(self.object, self.request))
        return panels

    @cached_property
    def header_buttons(self):
        buttons = [_button("Send a test", "sample_letter", "mail", self.object)]
        if self.request.user.has_perm(SCHEDULE):
            buttons.append(_button("Schedule", "schedule", "calendar-alt", self.object))
        return buttons


def _button(label: str, name: str, icon: str, issue: Issue) -> HeaderButton:
    return HeaderButton(label=label, url=reverse(f"newsletter_issues:{name}", args=[issue.pk]), icon_name=icon)


class IssueViewSet(snippets.SnippetViewSet):
    """One numbered email each."""

    model = Issue
    icon = "mail"
    menu_label = "Issues"
    menu_name = "issues"
    menu_order = 100
    admin_url_namespace = "newsletter_issues"
    base_url_path = "newsletters/issues"
    copy_view_enabled = False
    index_view_class = IssueIndexView
    edit_view_class = IssueEditView
    list_display = (
        "subject",
        Column("number", label="Number", sort_key="number"),
        Column("newsletter", label="Newsletter"),
        Column("state", label="State", accessor="get_state_display"),
        Column("when", label="Time", accessor="wall_time"),
        Column("counts", label="Readers", accessor=counts_words),
    )
    list_filter = ("newsletter", "state")
    search_fields = ("subject", "preview_text")
    ordering = ("-created_at",)
    list_per_page = 30
    edit_handler = ObjectList(
        [
            FieldPanel("newsletter"),
            FieldPanel("subject"),
            FieldPanel("preview_text"),
            FieldPanel("items"),
        ]
    )

    def get_queryset(self, request):  # noqa: ARG002 - Wagtail's signature
        return Issue.objects.select_related("newsletter")

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/preflight/", PreflightView.as_view(), name="preflight"),
            path("<int:pk>/schedule/", ScheduleView.as_view(), name="schedule"),
            path("<int:pk>/schedule/new-time/", NewTimeView.as_view(), name="new_time"),
            path("<int:pk>/test/", SampleLetterView.as_view(), name="sample_letter"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:pk>/progress/numbers/", NumbersView.as_view(), name="numbers"),
            path("<int:pk>/progress/verb/", VerbView.as_view(), name="verb"),
            path("<int:pk>/unsettled/", UnsettledView.as_view(), name="unsettled"),
            path("<int:pk>/letter/", FrozenView.as_view(), name="frozen"),
        ]
