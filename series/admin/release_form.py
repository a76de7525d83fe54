"""What an author says on the release page: how, when, and in which zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from cms.day_fields import moment_input
from cms.zones import ZoneField
from series.core import release_plan
from series.core.release_plan import Planned, PlanPart, Shift

NOW, TOGETHER, SPACED, BY_HAND = "now", "together", "spaced", "by_hand"
MODES = [
    (NOW, "All parts now"),
    (TOGETHER, "All parts together, on one date"),
    (SPACED, "One part every few days, from a first date"),
    (BY_HAND, "A date for each part"),
]
LONGEST_GAP = 366  # days
YEARS = range(1970, 2100)  # at the ends of the calendar a wall time has no instant


class WallField(forms.CharField):
    """A date and time on the wall of the chosen zone: naive on purpose."""

    widget = moment_input()

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            wall = datetime.fromisoformat(text.replace(" ", "T"))
        except ValueError:
            raise ValidationError("Write the day and time like this: 2026-06-12 07:00.") from None
        if wall.tzinfo:
            raise ValidationError("Leave the offset out: the zone beside it says where.")
        if wall.year not in YEARS:
            raise ValidationError(f"Please check the year {wall.year}.")
        return wall


class ReleaseForm(forms.Form):
    """Fields for every way to release, and one date for each part that waits."""

    mode = forms.ChoiceField(label="Publish", choices=MODES, widget=forms.RadioSelect)
    together_on = WallField(label="All of them on", required=False)
    first = WallField(label="First part on", required=False)
    every_days = forms.IntegerField(
        label="Then one every", required=False, min_value=1, max_value=LONGEST_GAP, help_text="Days between two parts."
    )
    zone = ZoneField(label="Time zone", help_text="Days and hours are counted there.")
    out_of_order = forms.BooleanField(
        label="Yes, publish a part before the one that it follows",
        required=False,
        help_text="Readers will meet them in an order that you did not write them in.",
    )

    with_series = forms.BooleanField(
        label="Publish the series with its first part",
        required=False,
        initial=True,
        help_text="Without it the parts stand alone: no series page, no way from one part to the next.",
    )

    def __init__(self, *args, parts: list[PlanPart], now: datetime, is_draft: bool, **kwargs):
        """`is_draft` says that the series itself is not live."""
        super().__init__(*args, **kwargs)
        self.parts, self.now = parts, now
        if not is_draft:
            del self.fields["with_series"]
        for part in self.waiting:
            self.fields[f"at_{part.uuid}"] = WallField(label=part.name, required=False)

    @property
    def waiting(self) -> list[PlanPart]:
        return [part for part in self.parts if not part.is_live]

    @property
    def hand_fields(self):
        return [self[f"at_{part.uuid}"] for part in self.waiting]

    def clean_zone(self) -> ZoneInfo:
        return ZoneInfo(self.cleaned_data["zone"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("mode") == TOGETHER:
            self._ask_for("together_on", "Choose the day and time.")
        if cleaned.get("mode") == SPACED:
            self._ask_for("first", "Choose the day and time of the first part.")
            self._ask_for("every_days", "Choose how many days lie between two parts.")
        if not self.errors and cleaned["mode"] != NOW:
            self._check(self.plan())
        return cleaned

    def plan(self) -> tuple[Planned, ...]:
        """The parts with their moments; empty for all at once."""
        given = self.cleaned_data
        if given["mode"] == SPACED:
            return release_plan.spaced(
                self.parts, first=given["first"], every_days=given["every_days"], zone=given["zone"]
            )
        if given["mode"] == TOGETHER:
            return release_plan.together(self.parts, wall=given["together_on"], zone=given["zone"])
        return release_plan.hand_set(self.parts, walls=self._set_by_hand, zone=given["zone"])

    @property
    def moments(self) -> dict[str, datetime | None]:
        """When each released part goes live, by uuid; None is now."""
        if self.cleaned_data["mode"] == NOW:
            return {part.uuid: None for part in self.waiting}
        return {entry.uuid: entry.at for entry in self.plan()}

    @property
    def takes_series(self) -> bool:
        """Whether the series itself, still a draft, goes live with the first part."""
        return bool(self.cleaned_data.get("with_series"))

    @property
    def series_at(self) -> datetime | None:
        """When it does; None is now."""
        return release_plan.series_moment(self.parts, self.moments)

    @property
    def shift(self) -> Shift | None:
        """The parts behind one that was moved by hand, and where they would go along; None when there are none."""
        given = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else {}
        if given.get("mode") != BY_HAND or "zone" not in given:
            return None
        return release_plan.offered_shift(self.parts, walls=self._set_by_hand, zone=given["zone"])

    @property
    def _set_by_hand(self) -> dict[str, datetime]:
        walls = {part.uuid: self.cleaned_data.get(f"at_{part.uuid}") for part in self.waiting}
        return {uuid: wall for uuid, wall in walls.items() if wall}

    def _ask_for(self, field: str, words: str) -> None:
        if field not in self.errors and not self.cleaned_data.get(field):
            self.add_error(field, words)

    def _check(self, plan: tuple[Planned, ...]) -> None:
        by_hand = self.cleaned_data["mode"] == BY_HAND
        place = {SPACED: "first", TOGETHER: "together_on"}.get(self.cleaned_data["mode"], "")
        if not plan:
            self.add_error(None, "No part has a date yet. Give at least one of them a day and time.")
        late = release_plan.too_late(plan, now=self.now)
        for entry in late if by_hand else late[:1]:
            words = f"{entry.wall:%A} {entry.wall.day} {entry.wall:%B %Y, %H:%M} has passed. Choose a later time."
            self.add_error(place or f"at_{entry.uuid}", words)
        early = release_plan.too_early(self.parts, plan)
        if early and not self.cleaned_data["out_of_order"]:
            for after, before in early:
                self.add_error("out_of_order", f"“{after}” would go live before “{before}”, which it follows.")
