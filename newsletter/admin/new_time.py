"""Another time for an issue that is held: the schedule page, for a letter that is frozen already."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cms.core.findings import Finding
from newsletter.admin.schedule import ScheduleView
from newsletter.core.issue_state import Event
from newsletter.core.moments import Moment
from newsletter.issues import set_new_time

NOT_HELD = "This issue does not wait for a new time. Its progress page says what can be done."


class NewTimeView(ScheduleView):
    """Nothing is compiled again: the frozen bytes stay, and are looked at again when the issue starts."""

    title = "New time"

    def may_choose(self) -> bool:
        return Event.SET_NEW_TIME in self.issue.ways_on

    @property
    def refusal(self) -> str:
        return NOT_HELD

    def findings(self, moment: Moment, *, now: datetime) -> tuple[Finding, ...]:  # noqa: ARG002 - the page's hook
        return ()  # its findings were answered when it was frozen

    def set_time(self, *, override: str, **chosen: Any) -> None:  # noqa: ARG002 - nothing to override here
        set_new_time(self.issue.pk, by=self.request.user, now=timezone.now(), **chosen)

    def offer(self) -> dict[str, Any]:
        # Its own day has passed: that is mostly why it is held.
        return {**super().offer(), "local_date": self.tomorrow()}
