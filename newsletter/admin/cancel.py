"""The page before an issue is cancelled for good: what has left, what never will, and then the press."""

from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from newsletter.admin.pages import CHANGE, SCHEDULE, IssuePage
from newsletter.core.issue_state import Event, State, after
from newsletter.core.last_words import last_words
from newsletter.issues import IssueRefused, cancel
from newsletter.progress import progress

NOT_NOW = {
    State.DRAFT: "Nothing of this issue has left. To throw the draft away, delete it.",
    State.SCHEDULED: "Nothing of this issue has left. Unschedule it; then it is a draft again, which you may delete.",
}
TOO_LATE = "This issue has ended already, so there is nothing to cancel."


class CancelView(IssuePage):
    """Nothing happens before the button, and after it nothing can be taken back."""

    title = "Cancel for good"
    permission_required = (CHANGE, SCHEDULE)
    template_name = "newsletter/admin/cancel.html"

    def get(self, request, **_kwargs):
        state = State(self.issue.state)
        if after(state, Event.CANCEL) is None:
            messages.error(request, NOT_NOW.get(state, TOO_LATE))
            return self._back()
        return self.render_to_response(self.get_context_data(**self._meaning()))

    def post(self, request, **_kwargs):
        try:
            seen = cancel(self.issue.pk, by=request.user)
            words = f"Cancelled. {seen.handed_over:,} had already been handed over; the rest stays here."
            messages.success(request, words, buttons=self.copy_buttons())
        except IssueRefused as refused:
            messages.error(request, str(refused))
        return self._back()

    def _meaning(self) -> dict[str, Any]:
        return {
            "meaning": last_words(progress(self.issue.pk)),
            "progress_url": reverse("newsletter_issues:progress", args=[self.issue.pk]),
            "verb_url": reverse("newsletter_issues:verb", args=[self.issue.pk]),
            "may_pause": self.issue.state == State.HANDING_OVER,
        }

    def _back(self):
        return redirect("newsletter_issues:progress", self.issue.pk)
