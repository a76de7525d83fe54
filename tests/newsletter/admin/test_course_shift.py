"""Before a new pace is saved the desk says whose dates move, asks once, and what it said is what happens."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db.models import F
from django.urls import reverse

from cms.clock import database_now
from newsletter.courses.deeds import choose_pace, open_course, pause_course
from newsletter.courses.foresee import shift_by
from newsletter.courses.tending import look_after_letters, tend_courses
from newsletter.models import Course, Delivery, Enrollment
from newsletter.send import deliver
from newsletter.transports.memory import MemoryTransport
from series.models import SeriesPart
from tests.newsletter.admin.test_courses import course, given, join, page, publisher  # noqa: F401 - fixtures


@pytest.fixture
def sees_readers(publisher):  # noqa: F811
    publisher.user_permissions.add(Permission.objects.get(codename="view_subscriber"))


@pytest.fixture
def waiting(client, course, given):  # noqa: F811
    """Three readers had Part 1 two days ago and get Part 2 tomorrow; one has chosen a pace of their own."""
    Course.objects.update(weekdays=[], opens="00:00", closes="00:00", delay_value=3, spread_minutes=60)
    row = Course.objects.get()
    open_course(row)
    people = [join(row, name) for name in ("wilma", "xaver", "yara", "zeno")]
    choose_pace(people[-1], "weekly")
    _tend()
    deliver(transport=MemoryTransport(), run="a", limit=10)
    _tend()
    past = timedelta(days=2)
    Enrollment.objects.update(last_handed_at=F("last_handed_at") - past, started_at=F("started_at") - past)
    Delivery.objects.update(marked_at=F("marked_at") - past)
    Course.objects.update(open_since=F("open_since") - past)
    _tend()
    return given | {"weekdays": [], "opens": "00:00", "closes": "00:00"}


def _tend():
    Enrollment.objects.filter(in_flight=None).update(next_due=database_now())
    tend_courses()


def save(client, given, **change):  # noqa: F811
    where = reverse("newsletter_courses:edit", args=[Course.objects.get().pk])
    return client.post(where, given | change, follow=True)


def mark(response):
    return response.content.decode().partition('name="seen" value="')[2].partition('"')[0]


def test_who_becomes_due_is_said_and_nothing_is_saved_before_the_press(client, waiting, sees_readers):
    response = save(client, waiting, delay_value=1)

    words = page(response)
    assert "3 readers become due now" in words
    assert "spread over 60 minutes" in words
    assert "The first of these parts leaves on" in words
    assert Course.objects.get().delay_value == 3


def test_one_press_saves_it_and_then_what_was_said_happens(client, waiting):
    asked = save(client, waiting, delay_value=1)

    saved = save(client, waiting, delay_value=1, seen=mark(asked))

    assert "become due now" not in page(saved)
    assert Course.objects.get().delay_value == 1
    now = database_now()
    look_after_letters()
    _tend()
    soon = Enrollment.objects.filter(next_due__gt=now - timedelta(minutes=1), next_due__lt=now + timedelta(minutes=61))
    assert soon.count() + Delivery.objects.filter(state="pending").count() == 3
    assert soon.values("next_due").distinct().count() == soon.count()  # nothing is mailed in a burst


def test_who_gets_it_later_is_said(client, waiting, sees_readers):
    assert "3 readers get their next part later than planned" in page(save(client, waiting, delay_value=9))


def test_another_pace_than_the_one_that_was_read_is_asked_about_anew(client, waiting):
    seen = mark(save(client, waiting, delay_value=1))

    assert "later than planned" in page(save(client, waiting, delay_value=9, seen=seen))
    assert Course.objects.get().delay_value == 3


def test_what_moves_nobody_is_saved_at_once(client, waiting):
    save(client, waiting, own_name="A year, slowly")

    assert Course.objects.get().own_name == "A year, slowly"


def test_a_course_that_rests_moves_nobody_today(client, waiting):
    row = Course.objects.get()
    pause_course(row)
    row.delay_value = 1

    assert not shift_by(row, now=database_now())


def test_what_cannot_be_saved_is_refused_before_anything_is_counted(client, waiting):
    assert "Two parts never leave on one day" in page(save(client, waiting, delay_value=0))


def test_one_reader_is_told_as_one(client, waiting, sees_readers):
    Enrollment.objects.filter(pk__gt=Enrollment.objects.order_by("pk").first().pk).update(state="caught_up")

    assert "1 reader becomes due now: the next part comes" in page(save(client, waiting, delay_value=1))


def test_who_may_not_see_readers_is_told_of_no_few(client, waiting):
    words = page(save(client, waiting, delay_value=1))

    assert "Fewer than 5 readers become due now" in words
    assert "3 readers" not in words


def test_parts_with_days_of_their_own_stand_over_the_pace_and_the_desk_says_so(client, waiting, world):
    SeriesPart.objects.filter(series=world.sequence).update(send_after_days=4)

    saved = page(save(client, waiting, delay_value=1))

    assert "All parts after the first have days of their own in the series editor." in saved
    assert "every 4 days" in page(client.get(reverse("newsletter_courses:list")))
    SeriesPart.objects.filter(pk=world.parts["signs"].pk).update(send_after_days=None)
    standing = page(client.get(reverse("newsletter_courses:standing", args=[Course.objects.get().pk])))
    assert "Parts come each in its own time" in standing
    assert "1 part has days of its own in the series editor." in standing
