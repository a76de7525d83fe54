from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from cms.clock import database_now
from cms.core.calendar import resolve
from newsletter.core.courses.facts import Pace
from newsletter.courses.simulate import Date, simulate
from newsletter.models import Course


class Command(BaseCommand):
    help = "Print every date of a course for a reader who begins then, each with its reason: simulate_course the-series"

    def add_arguments(self, parser) -> None:
        parser.add_argument("series", help="The slug of the series.")
        parser.add_argument(
            "--start", default="", help="When the reader confirms, in their own time: 2026-12-01T21:30."
        )
        parser.add_argument("--zone", default="", help="Where the reader lives, such as Europe/Lisbon.")
        parser.add_argument("--pace", default=Pace.COURSE, choices=[pace.value for pace in Pace])

    def handle(self, *, series: str, start: str, zone: str, pace: str, **_options) -> None:
        course = Course.objects.filter(series__slug=series).select_related("series").first()
        if course is None:
            raise CommandError(f"There is no course for a series “{series}”. Look at the slug of the series page.")
        lives = _zone(zone or course.zone)
        begins = _moment(start, lives) if start else database_now()
        for date in simulate(course, begins=begins, zone=lives, pace=Pace(pace)):
            self.stdout.write(_line(date, lives))


def _line(date: Date, zone: ZoneInfo) -> str:
    if date.at is None:
        return f"Then they wait: {date.title} has no letter yet, or is not public."
    local = date.at.astimezone(zone)
    why = ", ".join(date.because)
    return f"{local:%a %d %b %Y, %H:%M} {zone.key} ({date.at:%Y-%m-%dT%H:%MZ})  {date.title}: {why}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError):
        raise CommandError(f"There is no time zone “{name}”. Give a name such as Europe/Lisbon.") from None


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        local = parse_datetime(text)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None:
        raise CommandError(f"“{text}” is no date and time. Write it like 2026-12-01T21:30, without a zone.")
    return resolve(local, zone)
