"""A course is looked after: who opened it has looked, its letters have its voice, its series keeps its order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.clock import database_now
from newsletter.core.courses.facts import CourseState
from newsletter.courses import tending
from newsletter.courses.deeds import CourseRefused, close_course, open_course, pause_course
from newsletter.courses.tending import look_after_courses, look_after_letters, tend_courses
from newsletter.models import CompiledIssue, Course, Delivery, Enrollment, Newsletter
from series.models import SeriesPage, SeriesPart
from tests.newsletter.courses.test_tending import Answering
from tests.series.models.test_membership import form_data, row

NO_ORDER = "Readers get it by mail, part by part, and a collection has no order. Close its course first."


def test_an_edit_does_not_make_the_breaker_forget(reading):
    for number in range(10):
        reading.join(f"reader{number}")
    reading.tick(Answering(554, "5.7.1 we do not know you"))
    SeriesPart.objects.filter(pk=reading.world.parts["back"].pk).update(short_title="Slowly")
    look_after_letters()

    look_after_courses()

    assert Course.objects.get().state == CourseState.HELD


def test_what_an_edit_makes_due_is_still_no_lateness(reading):
    Course.objects.update(delay_value=60)
    reading.join()
    reading.tick()
    reading.days_pass(40)
    Course.objects.update(delay_value=2)

    assert len(reading.tick()) == 1
    assert Course.objects.get().state == CourseState.OPEN


@pytest.fixture
def read(reading):
    """Sixty readers had Part 1 three days ago, and the course was opened long before."""
    for number in range(60):
        reading.join(f"reader{number}")
    reading.tick()
    past = database_now() - timedelta(days=3)
    Delivery.objects.update(ended_at=past, marked_at=past)
    Course.objects.update(open_since=past - timedelta(days=3), changed_at=past)
    return reading


def test_complaints_of_today_about_letters_of_other_days_count(read):
    Delivery.objects.filter(pk__in=list(Delivery.objects.values_list("pk", flat=True)[:55])).update(
        ended_at=database_now()
    )
    late = Delivery.objects.filter(ended_at__lt=database_now() - timedelta(days=2))
    late.update(outcome="complained", outcome_at=database_now())

    look_after_courses()

    assert "pressed “spam”" in Course.objects.get().hold_detail


def test_old_news_of_old_letters_counts_no_more(read):
    Delivery.objects.update(outcome="complained", outcome_at=database_now() - timedelta(days=2))

    look_after_courses()

    assert Course.objects.get().state == CourseState.OPEN


def test_another_newsletter_lends_its_voice_from_the_next_letter_on(reading):
    known = Newsletter.objects.get()
    other = Newsletter.objects.get(pk=known.pk)
    other.pk, other.slug, other.name = None, "twin", "Twin"
    other.save()
    reading.join()
    tend_courses()
    Course.objects.update(newsletter=other)

    look_after_letters()

    newest = CompiledIssue.objects.of_part(str(reading.world.parts["what"].uuid), course_id=reading.course.pk).first()
    assert newest.newsletter == other
    assert Delivery.objects.get().state == "cancelled"


def as_a_collection(reading):
    SeriesPage.objects.filter(pk=reading.world.sequence.pk).update(kind="collection")


def test_a_course_whose_series_has_no_order_any_more_is_not_opened(reading):
    pause_course(reading.course)
    as_a_collection(reading)

    with pytest.raises(CourseRefused, match="A collection has no order"):
        open_course(Course.objects.get())


def test_an_open_course_whose_series_became_a_collection_waits_for_a_person(reading):
    reading.join()
    as_a_collection(reading)

    assert reading.tick() == []

    held = Course.objects.get()
    assert held.state == CourseState.HELD
    assert "Its series is a collection now" in held.hold_detail


def ask_for_kind(reading, client, kind):
    client.force_login(reading.world.staff["mara"])
    series = SeriesPage.objects.get(pk=reading.world.sequence.pk)
    parts = [row(reading.world.parts[name]) for name in ("what", "signs", "back")]
    return client.post(f"/admin/pages/{series.pk}/edit/", form_data(series, parts, kind=kind))


def test_a_series_keeps_its_order_while_readers_get_it_by_mail(reading, client):
    assert NO_ORDER in ask_for_kind(reading, client, "collection").content.decode()
    assert ask_for_kind(reading, client, "sequence").status_code == 302


def test_a_series_of_a_closed_course_may_become_a_collection(reading, client):
    close_course(reading.course)

    assert ask_for_kind(reading, client, "collection").status_code == 302


def asked_of_parts(reading, names):
    """How often a tick reads the parts of the series, or the letters, with so many readers due."""
    for name in names:
        reading.join(name)
    with CaptureQueriesContext(connection) as asked:
        tend_courses()
    tables = ('FROM "series_seriespart"', 'FROM "newsletter_compiledissue"')
    return sum(any(table in each["sql"] for table in tables) for each in asked.captured_queries)


def test_a_course_is_read_once_for_all_who_are_due(reading):
    one = asked_of_parts(reading, ["one"])

    assert asked_of_parts(reading, ["two", "three", "four"]) == one
    assert Delivery.objects.filter(purpose="part").count() == 4


def test_many_who_just_wait_get_their_dates_together_as_they_would_one_by_one(reading, monkeypatch):
    for name in ("one", "two", "three"):
        reading.join(name)
    reading.tick()
    reading.join("four")  # whose first part is due
    Course.objects.update(delay_value=9)
    look_after_letters()
    now = database_now()
    Enrollment.objects.update(next_due=now)
    with monkeypatch.context() as patch:
        patch.setattr(tending, "AT_ONCE", 2)
        patch.setattr(tending, "_plan", lambda *_: None)
        tend_courses()
    together = dates()
    assert together.count(now) == 1

    Enrollment.objects.update(next_due=now)
    tend_courses()

    assert [date for date in together if date != now] == [date for date in dates() if date]


def dates():
    return list(Enrollment.objects.order_by("pk").values_list("next_due", flat=True))


def test_who_gets_two_series_is_asked_one_by_one(reading, monkeypatch):
    pair = reading.another()
    first, second = reading.join(), reading.join(course=pair)
    reading.tick()
    Enrollment.objects.update(next_due=database_now())
    before = set(dates())
    monkeypatch.setattr(tending, "AT_ONCE", 1)
    monkeypatch.setattr(tending, "_plan", lambda *_: None)

    tend_courses()

    assert first.subscriber_id == second.subscriber_id
    assert set(dates()) == before
