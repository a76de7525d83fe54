"""What would come when: the dates of a course for a reader of any place and pace, before anybody has begun."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from cms.core.calendar import resolve
from cms.day_fields import moment_input
from cms.zones import ZoneField
from newsletter.admin.course_page import CoursePage
from newsletter.admin.course_standing import pace_of
from newsletter.core.courses.facts import PACES, Pace
from newsletter.core.moments import shown
from newsletter.courses.simulate import simulate
from newsletter.models import Course
from newsletter.views.course_words import pace_words

FAR = timedelta(days=3650)


class DatesForm(forms.Form):
    """When somebody confirms, where they live, and the pace that they choose."""

    begins = forms.DateTimeField(
        label="Confirms on",
        help_text="In the reader's own time.",
        widget=moment_input(),
        error_messages={
            "invalid": "Write it like 2026-12-01 21:30.",
            "required": "Say when the reader confirms, like 2026-12-01 21:30.",
        },
    )
    zone = ZoneField(label="Lives in")
    pace = forms.ChoiceField(label="Pace")

    def __init__(self, *args, course: Course, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = [(pace.value, pace_words(delay).capitalize()) for pace, delay in PACES.items()]
        self.fields["pace"].choices = [(Pace.COURSE.value, f"Its own: {pace_of(course)}"), *own]

    def clean_begins(self) -> datetime:
        """A day that a calendar of today can reckon with."""
        given, now = self.cleaned_data["begins"], timezone.now()
        if abs(given - now) > FAR:
            raise forms.ValidationError("Choose a day within ten years of today.")
        return given


class DatesView(CoursePage):
    """Nothing is written: the form is a question, its answer a list of dates, each with the rules that moved it."""

    page_title = "What would come when"
    template_name = "newsletter/admin/course_dates.html"

    def get(self, request, **_kwargs):
        zone = ZoneInfo(self.course.zone)
        now = timezone.now().astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
        first = {"begins": f"{now:%Y-%m-%dT%H:%M}", "zone": zone.key, "pace": Pace.COURSE.value}
        form = DatesForm(request.GET if "begins" in request.GET else first, course=self.course)
        dates = self._dates(form.cleaned_data) if form.is_valid() else []
        return self.render_to_response(self.get_context_data(form=form, dates=dates))

    def _dates(self, given: dict) -> list[tuple[str, str, str]]:
        zone = ZoneInfo(given["zone"])
        begins = resolve(given["begins"].replace(tzinfo=None), zone)
        dates = simulate(self.course, begins=begins, zone=zone, pace=Pace(given["pace"]))
        return [(date.title, shown(date.at, zone) if date.at else "", ", ".join(date.because)) for date in dates]
