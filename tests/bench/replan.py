"""Fifty thousand readers of a course are asked anew after an edit of its pace: `make bench-replan`.

`python tests/bench/replan.py 5000` takes fewer. All had Part 1, and wait for Part 2. PostgreSQL, in a database of its
own that is dropped at the end (DATABASE_URL names the server). The last line is JSON.
"""

import json
import platform
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

READERS = 50_000
BATCH = 5_000


def main(readers: int) -> None:
    """Fill, edit, replan; exits with 1 when somebody has no date."""
    from tests.bench.scratch import scratch_database

    with scratch_database():
        figures = _figures(readers)
    print(f"Python {platform.python_version()}, PostgreSQL, {readers:,} readers of a course")
    for name, value in figures.items():
        print(f"{name:20} {value}")
    print(json.dumps(figures))
    if figures["without_a_date"]:
        raise SystemExit("Some readers have no date.")


def _figures(readers: int) -> dict[str, float]:
    from cms.clock import database_now
    from newsletter.courses.tending import look_after_letters, tend_courses
    from newsletter.models import Course, Enrollment

    _fill(readers)
    Course.objects.update(delay_value=20)
    started = time.monotonic()
    look_after_letters()
    noticed = time.monotonic()
    looks = 0
    while Enrollment.objects.due(database_now()).exists():
        tend_courses()
        looks += 1
    seconds = time.monotonic() - noticed
    return {
        "readers": readers,
        "seconds": round(seconds, 1),
        "readers_per_s": round(readers / seconds),
        "seconds_to_notice": round(noticed - started, 1),
        "looks": looks,
        "without_a_date": Enrollment.objects.filter(next_due=None).count(),
    }


def _fill(readers: int) -> None:
    """Consent and all, written in batches; everybody had Part 1 a moment ago."""
    from django.db import connection

    from cms.clock import database_now
    from newsletter.courses.deeds import open_course
    from newsletter.models import ConsentEvent, Course, Enrollment, PartHandOver, Subscriber, Subscription
    from tests.world import build_world

    world = build_world()
    course, now = Course.objects.create(series=world.sequence, newsletter=world.newsletter), database_now()
    open_course(course)
    part = world.parts["what"].uuid
    for first in range(0, readers, BATCH):
        addresses = [f"reader{number}@example.org" for number in range(first, min(first + BATCH, readers))]
        people = Subscriber.objects.bulk_create(Subscriber(email=each, email_key=each) for each in addresses)
        rows = Subscription.objects.bulk_create(
            Subscription(subscriber=person, course=course, state="active", confirmed_at=now) for person in people
        )
        said = {"seq": 1, "action": "confirmed", "method": "page", "wording": "Send me this.", "given_on": now}
        ConsentEvent.objects.bulk_create(ConsentEvent(subscription=row, **said) for row in rows)
        Enrollment.objects.bulk_create(
            Enrollment(subscription=row, started_at=now, last_part=part, last_handed_at=now) for row in rows
        )
        PartHandOver.objects.bulk_create(PartHandOver(subscriber=each, part=part, via="course") for each in people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else READERS)
