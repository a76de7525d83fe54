"""The schedule page: who gets it, when, how many, who is left out and why; then one button."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from cms.core.findings import Finding
from cms.models import Tick
from newsletter.admin.findings import answer_question
from newsletter.admin.pages import SCHEDULE, IssuePage
from newsletter.admin.proposal import Proposal, ScheduleForm
from newsletter.admin.told_audience import told_audience
from newsletter.core.issue_state import State
from newsletter.core.moments import Moment, TimeRefused, distance, moment_of, shown_twice
from newsletter.issues import IssueRefused
from newsletter.prepare import NotADraft, PreflightFailed, freeze, preflight
from newsletter.segments import AudienceRefused
from newsletter.tasks import wake, wake_scheduler

WAITS = "This issue already has its time. Unschedule it first."
NOT_AGAIN = (
    "This issue has already started, and nobody gets the same letter twice by accident. "
    "Make a copy of it for new words; the progress page says what became of each letter of this one."
)
QUESTIONS_OPEN = "Some questions below are still open. Tick each one that you have looked at, or mend it."
FIRST_OFFER = timedelta(days=1)
OFFERED_TIME = "07:00"
KEPT = ("local_date", "local_time", "zone", "override")
CHANGED = "The letter was changed since you looked at it. Look at it once more, then schedule it."
NOT_AS_SEEN = "This is not the audience that you looked at. Read below who gets the letter now, then schedule it."
REFUSED = (TimeRefused, NotADraft, PreflightFailed, IssueRefused, AudienceRefused)


class ScheduleView(IssuePage):
    """Choose a time, read what would happen, schedule it. Nothing is written before the last button."""

    title = "Schedule"
    permission_required = SCHEDULE
    template_name = "newsletter/admin/schedule.html"

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission() and not self.may_choose():
            again = self.refusal == NOT_AGAIN
            messages.error(request, self.refusal, buttons=self.copy_buttons() if again else None)
            return redirect("newsletter_issues:progress", self.issue.pk)
        return super().dispatch(request, *args, **kwargs)

    def may_choose(self) -> bool:
        """Whether a time can be chosen for the issue as it stands."""
        return self.issue.is_draft

    @property
    def refusal(self) -> str:
        """The words when it cannot."""
        return WAITS if self.issue.state == State.SCHEDULED else NOT_AGAIN

    def findings(self, moment: Moment, *, now: datetime) -> tuple[Finding, ...]:
        """What preflight says about the letter as it would leave then."""
        return preflight(self.issue, now=now, moment=moment)

    def set_time(self, **chosen: Any) -> None:
        """The last button. Raises one of REFUSED."""
        freeze(self.issue.pk, by=self.request.user, now=timezone.now(), segment=self.issue.segment, **chosen)

    def offer(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {
            "local_date": self.issue.local_date or self.tomorrow(),
            "local_time": self.issue.local_time or OFFERED_TIME,
            "zone": self.issue.zone or self.issue.newsletter.zone,
            "segment": self.issue.segment_id,
        }

    def tomorrow(self) -> date:
        return (timezone.now() + FIRST_OFFER).astimezone(ZoneInfo(self.issue.newsletter.zone)).date()

    def get(self, request, **_kwargs):
        if "local_date" not in request.GET:
            return self._page(self._form(initial=self.offer()))
        form = self._form(request.GET)
        moment = self._moment(form)
        return self._page(form, self._proposal(moment) if moment else None)

    def post(self, request, **_kwargs):
        form = self._form(request.POST)
        moment = self._moment(form)
        if moment is None:
            return self._page(form)
        proposal = self._proposal(moment)
        if (
            answer_question(self.issue, proposal.findings, posted=request.POST, by=request.user)
            or "look" in request.POST
        ):
            return redirect(self._look_url(request.POST))
        if "schedule" not in request.POST or not self._may_go(form, proposal):
            return self._page(form, proposal)
        return self._schedule(form, proposal)

    def _look_url(self, chosen: QueryDict) -> str:
        """What would happen has an address of its own, so that a browser's way back leads to it."""
        asked = {name: chosen[name] for name in (*KEPT, "segment") if chosen.get(name)}
        return f"{self.request.path}?{urlencode(asked)}"

    def _schedule(self, form: ScheduleForm, proposal: Proposal):
        chosen = {name: form.cleaned_data[name] for name in KEPT}
        try:
            self.set_time(**chosen)
        except REFUSED as refused:
            form.add_error(None, str(refused))
            return self._page(form, proposal)
        messages.success(self.request, f"Scheduled for {proposal.when}.")
        wake(wake_scheduler)
        return redirect("newsletter_issues:progress", self.issue.pk)

    def _form(self, *args, **kwargs) -> ScheduleForm:
        return ScheduleForm(*args, issue=self.issue, user=self.request.user, **kwargs)

    def _moment(self, form: ScheduleForm) -> Moment | None:
        if not form.is_valid():
            return None
        chosen = form.cleaned_data
        if self.issue.is_draft:
            self.issue.segment = form.chosen_segment
        try:
            return moment_of(chosen["local_date"], chosen["local_time"], chosen["zone"], now=timezone.now())
        except TimeRefused as refused:
            form.add_error("local_time", str(refused))
            return None

    def _proposal(self, moment: Moment) -> Proposal:
        now = timezone.now()
        findings = self.findings(moment, now=now)
        return Proposal(
            moment=moment,
            when=shown_twice(moment.send_at, zone=ZoneInfo(moment.zone), viewer=self.request.user.zone),
            distance=distance(moment.send_at, now=now),
            audience=told_audience(self.issue, viewer=self.request.user, now=now),
            findings=findings,
            ticks=Tick.objects.on(self.issue, findings),
        )

    def _may_go(self, form: ScheduleForm, proposal: Proposal) -> bool:
        if proposal.open_questions:
            form.add_error(None, QUESTIONS_OPEN)
        if proposal.may_be_overridden and not form.cleaned_data["override"].strip():
            form.add_error("override", "Say why, so that others can understand it later.")
        if proposal.audience.refusal:
            form.add_error("segment", proposal.audience.refusal)
        elif form.cleaned_data["seen"] != proposal.audience.fingerprint:
            form.add_error("segment", NOT_AS_SEEN)
        if form.cleaned_data["words"] not in {"", self.issue.words_mark}:
            form.add_error(None, CHANGED)
        return not (proposal.is_stopped or form.errors)

    def _page(self, form: ScheduleForm, proposal: Proposal | None = None):
        edit_url = reverse("newsletter_issues:edit", args=[self.issue.pk])
        context = self.get_context_data(form=form, proposal=proposal, edit_url=edit_url, media=form.media)
        return self.render_to_response(context)
