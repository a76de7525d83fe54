"""What scheduling would do, and the form that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from cms.core.findings import Finding, asks, fingerprint, stops
from cms.day_fields import clock_input, day_input
from cms.models import Tick
from cms.zones import ZoneField
from newsletter.admin.findings import by_level
from newsletter.admin.told_audience import ToldAudience
from newsletter.core.moments import Moment
from newsletter.core.preflight import OVERRIDABLE
from newsletter.models import Issue, Segment
from newsletter.segments import USE_PROGRESS


class ScheduleForm(forms.Form):
    """A wall time and its zone; `override` only matters where preflight asks for it."""

    local_date = forms.DateField(label="Date", widget=day_input())
    local_time = forms.TimeField(label="Time", widget=clock_input())
    zone = ZoneField(
        label="Time zone",
        error_messages={"invalid_choice": "We do not know this time zone. Choose one from the list."},
    )
    override = forms.CharField(label="Why it may leave although it is too long", required=False, max_length=300)
    segment = forms.ModelChoiceField(
        label="To",
        queryset=Segment.objects.none(),
        required=False,
        error_messages={"invalid_choice": "This segment is not there any more. Choose another one, or everybody."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, issue: Issue, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not issue.is_draft:  # its audience is frozen with its words
            del self.fields["segment"]
            return
        offered: Any = self.fields["segment"]
        offered.empty_label = f"Everybody who gets {issue.newsletter}"
        offered.queryset = Segment.objects.filter(pk__in=_usable(issue, user)).select_related("newsletter")

    @property
    def chosen_segment(self) -> Segment | None:
        return self.cleaned_data.get("segment")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What scheduling would do, for a person to read before the button."""

    moment: Moment
    when: str
    distance: str
    audience: ToldAudience
    findings: tuple[Finding, ...]
    ticks: Mapping[str, Tick]

    @property
    def levels(self):
        return by_level(self.findings, ticks=self.ticks)

    @property
    def open_questions(self) -> int:
        return sum(fingerprint(finding) not in self.ticks for finding in asks(self.findings))

    @property
    def may_be_overridden(self) -> bool:
        found = stops(self.findings)
        return bool(found) and all(finding.check in OVERRIDABLE for finding in found)

    @property
    def is_stopped(self) -> bool:
        return bool(stops(self.findings)) and not self.may_be_overridden


def _usable(issue: Issue, user) -> list[int]:
    every = user.has_perm(USE_PROGRESS)
    return [one.pk for one in issue.newsletter.segments.all() if every or not one.read.asks_progress]
