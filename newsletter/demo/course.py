"""The demo's course: four readers who get the sequence part by part, and the first part in their mailboxes."""

import secrets
from contextlib import closing
from datetime import datetime, timedelta

from newsletter.conf import conf
from newsletter.courses.deeds import open_course
from newsletter.courses.tending import tend_courses
from newsletter.models import ConsentEvent, Course, Newsletter
from newsletter.send import deliver
from newsletter.subscriptions import Consent, enroll
from newsletter.transports.choose import chosen_transport
from series.models import SeriesPage

SERIES = "after-the-long-year"
READERS = (
    ("wilma", "Wilma", "Europe/Vienna"),
    ("xaver", "Xaver", "Europe/Berlin"),
    ("yusra", "Yusra", "Africa/Cairo"),
    ("zeno", "", "America/Toronto"),
)
WORDING = "Send me After the Long Year by email. I can stop at any time, with one click."
EVIDENCE = "Made up for the demo."
AT_ONCE = 100  # letters a claim


def load_course(newsletter: Newsletter, *, now: datetime) -> Course | None:
    """Open, with its readers under way; loading twice changes nothing. None without the demo's series."""
    series = SeriesPage.objects.filter(slug=SERIES).first()
    if series is None:
        return None
    course, is_new = Course.objects.get_or_create(
        series=series, defaults={"newsletter": newsletter, "delay_value": 4, "zone": newsletter.zone}
    )
    if is_new:
        open_course(course)
        for local_part, first_name, zone in READERS:
            _enroll(course, local_part, now=now, first_name=first_name, zone=zone)
        _hand_over_first_parts()
    return course


def _enroll(course: Course, local_part: str, *, now: datetime, **facts) -> None:
    consent = Consent(
        action=ConsentEvent.Action.CONFIRMED,
        method=ConsentEvent.Method.DEMO,
        wording=WORDING,
        evidence=EVIDENCE,
        given_on=now - timedelta(minutes=1),
    )
    enroll(course, email=f"{local_part}@example.org", consent=consent, source="demo", **facts)


def _hand_over_first_parts() -> None:
    """By the real path: planned, handed over, written down."""
    tend_courses()
    with closing(chosen_transport(conf())) as transport:
        while deliver(transport=transport, run=secrets.token_hex(16), limit=AT_ONCE):
            pass
    tend_courses()
