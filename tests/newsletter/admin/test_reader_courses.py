"""A reader's story tells where they are in a series: what they had, what comes next and when, at which pace."""

from datetime import timedelta

import pytest
from django.urls import reverse

from newsletter.admin.reader_courses import course_lines
from newsletter.courses.deeds import pause_course
from newsletter.models import Course, Enrollment, Subscription
from newsletter.subscriptions import pause, today_of
from tests.newsletter.courses.conftest import reading  # noqa: F401 - a fixture


@pytest.fixture
def row(reading):  # noqa: F811 - the fixture
    """Wilma had Part 1, and waits for Part 2."""
    found = reading.join()
    reading.tick()
    return found


def lines(row):
    return course_lines(Subscription.objects.with_target().select_related("subscriber").get(pk=row.pk))


def test_the_story_names_what_was_had_the_next_part_its_day_and_the_pace(desk, row):
    had, coming, pace = lines(row)

    assert had == "Had 1 of 3 parts."
    assert coming.startswith("Next: Part 2, “")
    assert coming.endswith(" Lisbon.")
    assert pace == "Pace: every 2 days, as the course says."
    page = desk.get(reverse("newsletter_readers:reader", args=[row.subscriber.public_id])).content.decode()
    assert had in page
    assert coming in page


def test_a_pace_that_the_reader_chose_is_told_as_theirs(row):
    Enrollment.objects.update(pace="weekly")

    assert lines(row)[2] == "Pace: every 7 days, as the reader chose."


def test_who_rests_and_a_course_that_rests_are_told(row):
    pause(row.pk, until=today_of(row.subscriber) + timedelta(days=5))
    assert lines(row)[1] == "The next part comes when the rest is over."

    pause_course(Course.objects.get())
    assert lines(row)[1] == "The course is paused, so nothing leaves."


def test_a_newsletter_has_no_place(world):
    assert lines(world.readers["ada"]) == []
