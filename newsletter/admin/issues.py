"""Issues in the admin: the list, the editor with its preflight panel, and the pages of an issue on its way."""

from django.urls import path
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import snippets

from newsletter.admin.cancel import CancelView
from newsletter.admin.clicks import ClicksView
from newsletter.admin.findings import PreflightView
from newsletter.admin.frozen import FrozenView
from newsletter.admin.issue_editor import IssueCopyView, IssueCreateView, IssueEditView, IssueForm
from newsletter.admin.issue_rights import POLICY, OfOneIssue
from newsletter.admin.issue_rows import counts_words, number_words, state_words
from newsletter.admin.kept import may_go
from newsletter.admin.new_time import NewTimeView
from newsletter.admin.progress import NumbersView, ProgressView, VerbView
from newsletter.admin.sample_letters import SampleLetterView
from newsletter.admin.schedule import ScheduleView
from newsletter.admin.unsettled import UnsettledView
from newsletter.models import Issue, SendingSwitch

ITEMS_HELP = (
    "What stands in the letter, from top to bottom, each below a thin rule: a greeting, parts of a series, articles, "
    "notes of your own, and a button where you ask for something."
)


class IssueIndexView(snippets.IndexView):
    """The list of issues; while everything is stopped it says so, by whom and why."""

    def get(self, request, *args, **kwargs):
        if switch := SendingSwitch.objects.off().select_related("changed_by").first():
            messages.warning(request, switch.words)
        return super().get(request, *args, **kwargs)

    def get_list_more_buttons(self, instance):
        """An issue that is no draft is looked at, not edited; one that must be kept has no Delete that refuses."""
        buttons = super().get_list_more_buttons(instance)
        if not instance.is_draft:
            for button in buttons:
                if button.url == self.get_edit_url(instance):
                    button.label, button.icon_name = "View", "view"
        return [button for button in buttons if button.url != self.get_delete_url(instance) or may_go(instance)]


class IssueDeleteView(OfOneIssue, snippets.DeleteView):
    """Of a draft."""


class IssueUsageView(OfOneIssue, snippets.UsageView):
    """What shows it."""


class IssueHistoryView(OfOneIssue, snippets.HistoryView):
    """Who wrote what of it."""

    permission_required = "view"


class IssueViewSet(snippets.SnippetViewSet):
    """One numbered email each."""

    model = Issue
    icon = "mail"
    menu_label = "Issues"
    menu_name = "issues"
    menu_order = 100
    admin_url_namespace = "newsletter_issues"
    base_url_path = "newsletters/issues"
    copy_view_class = IssueCopyView
    index_view_class = IssueIndexView
    add_view_class = IssueCreateView
    edit_view_class = IssueEditView
    delete_view_class = IssueDeleteView
    usage_view_class = IssueUsageView
    history_view_class = IssueHistoryView
    list_display = (
        "title",
        Column("number", label="Number", accessor=number_words, sort_key="number"),
        Column("newsletter", label="Newsletter"),
        Column("state", label="State", accessor=state_words, classname="issue-words"),
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
            FieldPanel("items", help_text=ITEMS_HELP),
        ],
        base_form_class=IssueForm,
    )

    def get_queryset(self, request):
        seen = POLICY.instances_user_has_any_permission_for(request.user, {"view", "change"})
        return seen.select_related("newsletter")

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
            path("<int:pk>/cancel/", CancelView.as_view(), name="cancel"),
            path("<int:pk>/unsettled/", UnsettledView.as_view(), name="unsettled"),
            path("<int:pk>/clicks/", ClicksView.as_view(), name="clicks"),
            path("<int:pk>/letter/", FrozenView.as_view(), name="frozen"),
        ]
