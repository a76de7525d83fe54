"""An issue that is no draft: one bar, one equation, every state and reason, and what can be done about it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from newsletter.admin.copy import copy_url
from newsletter.admin.findings import by_level
from newsletter.admin.pages import CHANGE, SCHEDULE, IssuePage
from newsletter.admin.verbs import VERBS
from newsletter.core.issue_state import TABLE, Event, HoldReason, State
from newsletter.core.issue_words import HOLD_REASONS, STATES
from newsletter.core.last_words import ending
from newsletter.core.moments import distance, shown_twice
from newsletter.core.progress import Progress
from newsletter.issues import IssueRefused, foreseen
from newsletter.models import Issue
from newsletter.progress import progress, progress_lately
from newsletter.tasks import wake, wake_scheduler, wake_sender

OVER = frozenset({State.HANDED_OVER, State.CANCELLED})


class ProgressView(IssuePage):
    """What became of an issue so far."""

    title = "Progress"
    template_name = "newsletter/admin/progress.html"

    @property
    def header_buttons(self):
        address = copy_url(self.issue, user=self.request.user)
        return [HeaderButton("Make a copy", url=address, icon_name="copy")] if address else []

    def get(self, _request, **_kwargs):
        if self.issue.is_draft:
            return redirect("newsletter_issues:edit", self.issue.pk)
        return self.render_to_response(self.get_context_data(**self._numbers(), **self._around()))

    def _numbers(self) -> dict[str, Any]:
        return numbers_context(self.issue, progress(self.issue.pk), viewer=self.request.user.zone)

    def _around(self) -> dict[str, Any]:
        frozen = self.issue.compiled
        may = self.request.user.has_perm(SCHEDULE)
        may_wait = Event.SET_NEW_TIME in self.issue.ways_on
        new_time_url = reverse("newsletter_issues:new_time", args=[self.issue.pk]) if may_wait else ""
        clicks_url = reverse("newsletter_issues:clicks", args=[self.issue.pk])
        return {
            **(verbs_context(self.issue) if may else {}),
            "numbers_url": reverse("newsletter_issues:numbers", args=[self.issue.pk]),
            "new_time_url": new_time_url if may else "",
            "verb_url": reverse("newsletter_issues:verb", args=[self.issue.pk]),
            "preview_url": reverse("newsletter_issues:frozen", args=[self.issue.pk]) if frozen else "",
            "clicks_url": clicks_url if frozen and frozen.counted_links.exists() else "",
            "levels": by_level(frozen.seen_findings) if frozen else (),
            "is_over": self.issue.state in OVER,
        }


class NumbersView(IssuePage):
    """The same numbers as JSON, for the script that keeps the page fresh."""

    def get(self, request, **_kwargs):
        context = numbers_context(self.issue, progress_lately(self.issue), viewer=request.user.zone)
        html = render_to_string("newsletter/admin/numbers.html", {**context, "issue": self.issue}, request=request)
        found = context["progress"]
        return JsonResponse(
            {"state": self.issue.state, "is_over": self.issue.state in OVER, **found.as_json(), "html": html}
        )


class VerbView(IssuePage):
    """Unschedule, pause, resume: a POST with one of these words. What is final is asked on its own page first."""

    permission_required = (CHANGE, SCHEDULE)

    def post(self, request, **_kwargs):
        verb = VERBS.get(request.POST.get("verb", ""))
        if verb is None:
            raise Http404
        if verb.act is None:
            return redirect(verb.page, self.issue.pk)
        try:
            messages.success(request, verb.act(self.issue.pk, by=request.user))
            wake(wake_scheduler)
            wake(wake_sender)
        except IssueRefused as refused:
            messages.error(request, str(refused))
        target = "edit" if verb.leads_to_draft else "progress"
        return redirect(f"newsletter_issues:{target}", self.issue.pk)


def numbers_context(issue: Issue, seen: Progress, *, viewer: ZoneInfo) -> dict[str, Any]:
    """What the numbers' template prints."""
    zone = ZoneInfo(issue.zone or issue.newsletter.zone)
    when = shown_twice(issue.send_at, zone=zone, viewer=viewer) if issue.send_at else ""
    return {
        "progress": seen,
        "ending": ending(seen) if issue.state == State.CANCELLED else "",
        "state_words": STATES[State(issue.state)],
        "hold_words": HOLD_REASONS[HoldReason(issue.hold_reason)] if issue.hold_reason else "",
        "when": when,
        "unsettled_url": reverse("newsletter_issues:unsettled", args=[issue.pk]),
        "foreseen": foreseen(issue),
        "distance": distance(issue.send_at, now=timezone.now()) if issue.send_at else "",
    }


def verbs_context(issue: Issue) -> dict[str, Any]:
    """What a person may do with the issue as it stands, kindest first; what is final has a page of its own."""
    verbs = verbs_for(issue)
    pages = [(verb, reverse(verb.page, args=[issue.pk])) for verb in verbs if verb.page]
    return {"verbs": verbs, "presses": [verb for verb in verbs if verb.act], "final_pages": pages}


def verbs_for(issue: Issue):
    state = State(issue.state)
    possible = [verb for verb in VERBS.values() if (state, verb.event) in TABLE]
    if state is State.HELD:
        possible = [verb for verb in possible if verb.event in issue.ways_on]
    return possible
