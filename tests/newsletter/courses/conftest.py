from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.db.models import F

from cms.clock import database_now
from newsletter.courses.deeds import open_course
from newsletter.courses.tending import look_after_letters, tend_courses
from newsletter.models import ConsentEvent, Course, Delivery, Enrollment, IssueItem, Subscription
from newsletter.send import deliver, start, sweep
from newsletter.subscriptions import Consent, enroll
from newsletter.transports.memory import MemoryTransport
from series.models import ArticlePage
from tests.cast import give_consent
from tests.factories import due_issue, unasked
from tests.world import World

MIDNIGHT = time(0)


@dataclass
class Reading:
    """A course that is open day and night, the letters that left, and days that pass at a word."""

    world: World
    course: Course
    transport: MemoryTransport

    def join(self, name: str = "wilma", course: Course | None = None) -> Subscription:
        said = self.consent()
        where = {"zone": "Europe/Lisbon", "language": "en"}
        return enroll(course or self.course, email=f"{name}@example.org", consent=said, **where)

    def another(self, **fields) -> Course:
        """A second course, of the pair; open as well."""
        return _opened(self.world.pair, self.world.newsletter, **fields)

    def way_of(self, row: Subscription) -> Enrollment:
        return Enrollment.objects.filter(subscription=row).latest("run")

    def consent(self) -> Consent:
        return Consent(action="confirmed", method="page", wording="Send me this series.", given_on=database_now())

    def tick(self, transport=None) -> list[str]:
        """The scheduler and the sender look once; the subjects of what left."""
        before = len(self.transport.kept)
        look_after_letters()
        tend_courses()
        deliver(transport=transport or self.transport, run="a", limit=100)
        sweep()
        tend_courses()
        return [subject(message) for message in self.transport.kept[before:]]

    def days_pass(self, days: int) -> None:
        """Everything that was written down lies so many days further back."""
        past = timedelta(days=days)
        for name in ("started_at", "last_handed_at", "not_before", "next_due"):
            Enrollment.objects.exclude(**{name: None}).update(**{name: F(name) - past})
        for name in ("open_since", "changed_at"):
            Course.objects.exclude(**{name: None}).update(**{name: F(name) - past})
        Delivery.objects.update(date_header=F("date_header") - past)
        Delivery.objects.exclude(state="pending").update(not_before=F("not_before") - past)
        Delivery.objects.exclude(marked_at=None).update(marked_at=F("marked_at") - past)

    def publish(self, name: str) -> None:
        """The part is public from now on."""
        page = self.world.parts[name].article
        facts = {"live": True, "live_revision": page.latest_revision, "first_published_at": database_now()}
        ArticlePage.objects.filter(pk=page.pk).update(**facts)

    @property
    def way(self) -> Enrollment:
        return Enrollment.objects.order_by("-pk").first()


def subject(message) -> str:
    [line] = [line for line in message.data.decode().splitlines() if line.startswith("Subject: ")]
    return line.removeprefix("Subject: ")


@pytest.fixture
def reading(world, transport):
    return Reading(world, _opened(world.sequence, world.newsletter), transport)


def _opened(series, newsletter, **fields) -> Course:
    hours = {"opens": MIDNIGHT, "closes": MIDNIGHT, "min_gap_hours": 2, "spread_minutes": 0}
    row = Course.objects.create(series=series, newsletter=newsletter, **hours, **fields)
    open_course(row)
    return row


@pytest.fixture
def left(reading):
    """The consents that were taken back."""
    return lambda: list(ConsentEvent.objects.filter(action="withdrawn").values_list("purpose", flat=True))


@pytest.fixture
def letter(reading):
    """A function: an issue that shows these parts, started."""

    def started(*names, others=(), mode="whole"):
        issue = due_issue(reading.world.newsletter)
        for at, name in enumerate(names):
            part = reading.world.parts[name]
            IssueItem.objects.create(
                compiled=issue.compiled, position=at, article=part.article, part_uuid=part.uuid, mode=mode
            )
        for at, page in enumerate(others, start=len(names)):
            IssueItem.objects.create(compiled=issue.compiled, position=at, article=page, mode="whole")
        start(issue.pk, recheck=unasked)
        return issue

    return started


@pytest.fixture
def both(reading):
    """Wilma gets the newsletter and the series."""
    row = reading.join()
    theirs = Subscription.objects.create(
        subscriber=row.subscriber,
        newsletter=reading.world.newsletter,
        state="active",
        confirmed_at=database_now() - timedelta(days=3),
    )
    give_consent(theirs)
    return row
