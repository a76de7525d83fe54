"""Several schedulers tend the same courses at the same moment: each part is planned once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.db import connection

from cms.clock import database_now
from newsletter.courses.deeds import open_course
from newsletter.courses.tending import tend_courses
from newsletter.models import Course, Delivery, Enrollment, PartHandOver, Subscription
from newsletter.pipeline import plan_parts
from newsletter.rights import erase_reader
from newsletter.subscriptions import Consent, enroll, leave, pause
from tests.locks import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
READERS, SCHEDULERS = 6, 4


def tend(_number: int) -> None:
    try:
        tend_courses()
    finally:
        connection.close()


@pytest.fixture
def course(transactional_db):
    from tests.world import build_world

    world = build_world()
    row = Course.objects.create(series=world.sequence, newsletter=world.newsletter, opens=time(0), closes=time(0))
    open_course(row)
    for number in range(READERS):
        said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
        enroll(row, email=f"reader{number}@example.org", consent=said)
    return row


def test_each_part_is_planned_once_and_each_way_waits_for_its_own_letter(course):
    with ThreadPoolExecutor(SCHEDULERS) as pool:
        list(pool.map(tend, range(SCHEDULERS)))

    assert Delivery.objects.filter(purpose="part").count() == READERS
    assert PartHandOver.objects.count() == READERS
    ways = Enrollment.objects.select_related("in_flight")
    assert [way.in_flight.enrollment_id for way in ways] == [way.pk for way in ways]


LEAVING = {
    "one leaves": lambda row: leave(row.pk, method="one-click"),
    "one pauses": lambda row: pause(row.pk, until=database_now().date() + timedelta(days=9)),
    "one is erased": lambda row: erase_reader(row.subscriber),
}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("deed", LEAVING.values(), ids=LEAVING)
def test_whoever_goes_while_their_part_is_planned_is_not_turned_away(course, monkeypatch, deed):
    way = Enrollment.objects.select_related("subscription__subscriber").order_by("pk").first()
    going = ThreadPoolExecutor(1)
    gone = []

    def planned_beside(*args):
        put_in_flight(*args)
        gone.append(going.submit(closing, deed, way.subscription))
        until_somebody_waits()

    put_in_flight = plan_parts._put_in_flight
    monkeypatch.setattr(plan_parts, "_put_in_flight", planned_beside)
    plan_parts.plan_part(way.pk, now=database_now())

    gone[0].result(timeout=20)
    assert not Subscription.objects.filter(pk=way.subscription_id, state="active").exists()


def closing(deed, row) -> None:
    try:
        deed(row)
    finally:
        connection.close()
