"""The editor of an issue: what is saved stays open, and the ways on save first."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import snippets

from newsletter.admin.issue_rights import POLICY, OfOneIssue
from newsletter.admin.pages import SCHEDULE, may_change
from newsletter.admin.panels import PreflightSidePanel
from newsletter.core.issue_state import State
from newsletter.models import Issue, Newsletter

UNSCHEDULE_FIRST = "This issue has its time and its frozen words. Unschedule it first, then edit it."
TOO_LATE = "This issue has already started, so its words cannot be changed. Make a copy of it for new words."
CHANGED = (
    "This issue was saved in another window or by somebody else since you opened it, and nothing of yours was saved "
    "yet. Open it in a new tab to read what was saved. Save once more here, and your words take its place."
)
WAYS_ON = ("sample_letter", "schedule")


class IssueForm(WagtailAdminModelForm):
    """The words of an issue, and which ones their author saw when the editor opened."""

    as_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["as_seen"] = self.instance.words_mark

    def knows(self, stored: Issue) -> bool:
        return self.cleaned_data["as_seen"] in {"", stored.words_mark}

    def refuse(self, words: str, *, stored: Issue) -> None:
        """What was typed stays in the form, and saving it once more is a decision."""
        self.add_error(None, words)
        self.data = self.data.copy()
        self.data["as_seen"] = stored.words_mark


class IssueEditor:
    """What a new issue and one that is there have in common."""

    def get_success_url(self):
        """The editor again, as articles do it; or the page that a button of the header led to."""
        chosen = self.request.POST.get("then", "")
        return reverse(f"newsletter_issues:{chosen if chosen in WAYS_ON else 'edit'}", args=[self.object.pk])

    def get_success_buttons(self):
        return []

    @cached_property
    def header_buttons(self):
        buttons = [_way_on("Send a test", "sample_letter", "mail", priority=10)]
        if self.request.user.has_perm(SCHEDULE):
            buttons.append(_way_on("Schedule", "schedule", "calendar-alt", priority=20))
        return buttons

    def get_side_panels(self):
        return MediaContainer([*super().get_side_panels(), PreflightSidePanel(self.form.instance, self.request)])


def _way_on(label: str, name: str, icon: str, *, priority: int) -> HeaderButton:
    # A button of the form and no link: a link would leave unsaved words behind, and schedule the old ones.
    attrs = {"type": "submit", "form": "w-editor-form", "name": "then", "value": name}
    return HeaderButton(label=label, icon_name=icon, attrs=attrs, priority=priority)


class OwnIssue:
    """Whoever writes it first is its owner."""

    def save_instance(self):
        self.form.instance.owner = self.request.user
        return super().save_instance()


class IssueCreateView(OwnIssue, IssueEditor, snippets.CreateView):
    """The only newsletter that there is stands in the form already."""

    def get_initial_form_instance(self):
        some = list(Newsletter.objects.all()[:2])
        return Issue(newsletter=some[0]) if len(some) == 1 else Issue()


class IssueCopyView(OwnIssue, IssueEditor, snippets.CopyView):
    """The editor of a new issue with the words already in it; nothing is stored before its author saves."""

    has_unsaved_changes = True

    def dispatch(self, request, *args, **kwargs):
        if not POLICY.user_has_permission_for_instance(request.user, "view", self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self):
        return self.get_object().as_new_draft()


class IssueEditView(OfOneIssue, IssueEditor, snippets.EditView):
    """The editor of a draft. Any other issue is refused kindly and leads to its progress page."""

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST" and not self.object.is_draft and may_change(request.user, self.object):
            return redirect("newsletter_issues:progress", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        with transaction.atomic():  # nobody else saves between the look at what is stored and our own save
            return super().post(request, *args, **kwargs)

    def is_valid(self, form):
        if not super().is_valid(form):
            return False
        stored = Issue.objects.select_for_update().get(pk=self.object.pk)
        if words := _why_not(form, stored):
            form.refuse(words, stored=stored)
            self.produced_error_message = self.get_error_message()
        return not words


def _why_not(form: IssueForm, stored: Issue) -> str:
    if not stored.is_draft:
        return UNSCHEDULE_FIRST if stored.state == State.SCHEDULED else TOO_LATE
    return "" if form.knows(stored) else CHANGED
