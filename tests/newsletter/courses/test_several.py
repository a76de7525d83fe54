"""A reader of several series gets one at a time, and no more than one letter a day where they live."""

from datetime import timedelta

import pytest
from django.db.models import F

from cms.clock import database_now
from newsletter.core.courses.facts import Held, Standing
from newsletter.courses.deeds import close_course, pause_course
from newsletter.courses.tending import tend_courses
from newsletter.models import Course, Delivery, Enrollment, Exclusion, Issue, IssueItem, Newsletter, Subscription
from newsletter.send import start
from newsletter.subscriptions import leave, pause, resume
from newsletter.views.course_words import standing_of
from tests.cast import give_consent
from tests.factories import due_issue, unasked
from tests.newsletter.courses.test_tending import ONE, THREE, TWO

FIRST = "An apology: IS"


@pytest.fixture
def pair(reading):
    return reading.another()


@pytest.fixture
def later(reading):
    """A function: an issue that is scheduled for in a second, to everybody, with these parts."""

    def scheduled(*names):
        issue = due_issue(reading.world.newsletter)
        for at, name in enumerate(names):
            part = reading.world.parts[name]
            IssueItem.objects.create(
                compiled=issue.compiled, position=at, article=part.article, part_uuid=part.uuid, mode="whole"
            )
        Issue.objects.filter(pk=issue.pk).update(send_at=database_now() + timedelta(seconds=1))
        return issue

    return scheduled


def look(reading):
    """Everybody in the queue is asked again, and what is due leaves."""
    Enrollment.objects.filter(hold_reason=Held.QUEUE).update(next_due=database_now())
    return reading.tick()


def reads_the_newsletter(reading, row):
    theirs = Subscription.objects.create(
        subscriber=row.subscriber,
        newsletter=reading.world.newsletter,
        state="active",
        confirmed_at=database_now() - timedelta(days=3),
    )
    give_consent(theirs)
    return theirs


def words_of(row, **where):
    return standing_of(Subscription.objects.with_target().get(pk=row.pk), **where)["words"]


def test_the_series_that_was_begun_later_waits_for_the_end_of_the_earlier_one_and_says_so(reading, pair):
    reading.join()
    second = reading.join(course=pair)

    assert reading.tick() == [ONE]

    way = reading.way_of(second)
    assert (way.state, way.hold_reason) == (Standing.HELD, Held.QUEUE)
    assert words_of(second) == "You get one series at a time. This one starts when After the Long Year ends."
    assert "After the Long Year" not in words_of(second, is_forwardable=True)


def test_when_the_first_series_ends_the_next_one_starts_by_itself(reading, pair):
    reading.world.parts["back"].delete()
    reading.world.sequence.status = "complete"
    reading.world.sequence.save()
    reading.join()
    second = reading.join(course=pair)
    reading.tick()
    reading.days_pass(2)
    assert reading.tick() == [TWO]

    tend_courses()
    reading.days_pass(1)

    [letter] = reading.tick()
    assert letter.startswith(FIRST)
    assert reading.way_of(second).hold_reason == ""
    assert Course.objects.filter(state="held").count() == 0  # a queue is no lateness of ours


@pytest.mark.parametrize("stop", ["leave", "pause", "close", "pause_course"])
def test_a_series_that_does_not_go_on_keeps_no_other_waiting(reading, pair, stop):
    first = reading.join()
    reading.join(course=pair)
    reading.tick()
    reading.days_pass(1)
    {
        "leave": lambda: leave(first.pk, method="page"),
        "pause": lambda: pause(first.pk, until=database_now().date() + timedelta(days=9)),
        "close": lambda: close_course(reading.course),
        "pause_course": lambda: pause_course(reading.course),
    }[stop]()

    [letter] = look(reading)

    assert letter.startswith(FIRST)


def test_leaving_or_resting_calls_the_next_series_at_once(reading, pair):
    first = reading.join()
    second = reading.join(course=pair)
    reading.tick()

    pause(first.pk, until=database_now().date() + timedelta(days=9))

    assert reading.way_of(second).next_due <= database_now()


def test_a_series_that_waits_for_its_next_part_lets_the_other_one_come_and_goes_on_first(reading, pair):
    reading.join()
    reading.join(course=pair)
    reading.tick()
    reading.days_pass(2)
    assert reading.tick() == [TWO]
    reading.days_pass(1)
    tend_courses()
    assert look(reading)[0].startswith(FIRST)

    reading.publish("back")
    assert reading.tick() == []
    reading.days_pass(2)

    assert reading.tick() == [THREE]


def test_a_higher_priority_comes_first_whenever_it_was_begun(reading):
    pair = reading.another(priority=5)
    first = reading.join()
    reading.join(course=pair)

    [letter] = reading.tick()

    assert letter.startswith(FIRST)
    assert reading.way_of(first).hold_reason == Held.QUEUE


def test_a_concurrent_course_waits_for_none_and_keeps_none_waiting(reading):
    pair = reading.another(concurrent=True)
    reading.join()
    reading.join(course=pair)

    subjects = reading.tick()

    assert ONE in subjects
    assert len(subjects) == 2  # both were promised to come as soon as they were confirmed


def test_who_rests_and_comes_back_is_first_in_line_again(reading, pair):
    first = reading.join()
    second = reading.join(course=pair)
    reading.tick()
    pause(first.pk, until=database_now().date() + timedelta(days=9))
    reading.days_pass(1)
    look(reading)
    resume(first.pk)

    assert "goes on when After the Long Year ends" in words_of(second)
    reading.days_pass(3)
    assert reading.tick() == [TWO]


def test_a_part_makes_room_for_an_issue_that_came_that_day(reading):
    row = reading.join()
    reads_the_newsletter(reading, row)
    reading.tick()
    reading.days_pass(2)
    issue = due_issue(reading.world.newsletter)
    start(issue.pk, recheck=unasked)

    assert TWO not in reading.tick()

    assert reading.way.slides == 1
    reading.days_pass(1)
    assert reading.tick() == [TWO]
    assert reading.way.slides == 0


def test_a_part_makes_room_for_an_issue_that_comes_later_that_day(reading, later):
    row = reading.join()
    reads_the_newsletter(reading, row)
    reading.tick()
    reading.days_pass(2)
    later()

    assert reading.tick() == []
    assert reading.way.slides == 1


def test_an_issue_that_would_leave_this_reader_out_makes_no_part_wait(reading, later):
    row = reading.join()
    reads_the_newsletter(reading, row)
    reading.tick()
    reading.days_pass(2)
    later("what")  # they had it

    assert reading.tick() == [TWO]


def test_after_three_days_of_making_room_the_part_leaves_beside_another_letter(reading, later):
    row = reading.join()
    reads_the_newsletter(reading, row)
    reading.tick()
    reading.days_pass(2)
    later()
    for slides in (1, 2, 3):
        assert reading.tick() == []
        assert reading.way.slides == slides
        reading.days_pass(1)

    assert reading.tick() == [TWO]


def test_who_has_just_confirmed_gets_what_they_were_promised(reading, later):
    row = reading.join()
    reads_the_newsletter(reading, row)
    later()

    assert reading.tick() == [ONE]


def test_messages_of_ours_and_letters_of_another_day_do_not_count(reading):
    row = reading.join()
    theirs = reads_the_newsletter(reading, row)
    start(due_issue(reading.world.newsletter).pk, recheck=unasked)
    reading.tick()
    reading.days_pass(2)
    assert Delivery.objects.filter(subscription=theirs).exists()

    assert reading.tick() == [TWO]


def test_a_newsletter_may_leave_out_who_had_another_issue_that_day(reading):
    row = reading.join()
    theirs = reads_the_newsletter(reading, row)
    start(due_issue(reading.world.newsletter).pk, recheck=unasked)
    second, third = due_issue(reading.world.newsletter), due_issue(reading.world.newsletter)
    start(second.pk, recheck=unasked)
    assert not Exclusion.objects.filter(subscription=theirs).exists()  # unless it says so, both go
    Newsletter.objects.update(cap_issues=True)

    start(third.pk, recheck=unasked)

    assert Exclusion.objects.get(subscription=theirs).reason == "daily_cap"
    Delivery.objects.update(not_before=F("not_before") - timedelta(days=2))
    fourth = due_issue(reading.world.newsletter)
    start(fourth.pk, recheck=unasked)
    assert Delivery.objects.of_issue(fourth.pk).filter(subscription=theirs).exists()


def test_a_course_may_keep_issues_of_its_newsletter_from_its_readers_meanwhile(reading):
    Course.objects.update(hold_newsletters="skip")
    row = reading.join()
    theirs = reads_the_newsletter(reading, row)
    first, second = due_issue(reading.world.newsletter), due_issue(reading.world.newsletter)

    start(first.pk, recheck=unasked)
    leave(row.pk, method="page")
    start(second.pk, recheck=unasked)

    assert Exclusion.objects.get(subscription=theirs).reason == "course_first"
    assert Delivery.objects.of_issue(second.pk).filter(subscription=theirs).exists()
