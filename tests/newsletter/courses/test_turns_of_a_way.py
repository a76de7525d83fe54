"""Where a way turns: a course that closes, a doubt that ends late, an undone leaving, a fault that comes again."""

import logging
from datetime import timedelta

import pytest
from django.db.models import F

from cms.clock import database_now
from newsletter.core.courses.facts import CourseState, Held, Standing
from newsletter.core.sign_up import SignUp
from newsletter.courses import tending
from newsletter.courses.deeds import close_course, open_course, pause_course
from newsletter.courses.tending import tend_courses
from newsletter.models import Course, Delivery, Enrollment, IssueItem, PartHandOver, Subscription
from newsletter.models.plans import planned
from newsletter.pipeline import plan_parts
from newsletter.send import deliver, start, sweep
from newsletter.sign_up import ask
from newsletter.sign_up_hearing import hear_sign_ups
from newsletter.subscriptions import leave, pause, restore, resume
from newsletter.views.course_words import standing_of
from series.models import SeriesPart
from tests.factories import due_issue, unasked
from tests.newsletter.courses.test_tending import TWO, Answering

FULL = "5.2.2 mailbox full"
OVER = "This series has ended here. Nothing more of it comes."


def opened_again(reading):
    close_course(reading.course)
    reading.days_pass(30)
    open_course(Course.objects.get())


def test_a_course_that_was_closed_and_is_opened_again_mails_nobody_who_was_told_that_it_ended(reading):
    row = reading.join()
    reading.tick()
    opened_again(reading)
    assert reading.tick() == []
    reading.days_pass(30)

    assert reading.tick() == []
    assert reading.way.state == Standing.EXITED
    assert standing_of(Subscription.objects.get(pk=row.pk))["words"] == OVER


def test_a_course_that_was_opened_again_goes_on_for_who_asks_for_it_anew(reading):
    reading.join()
    reading.tick()
    opened_again(reading)

    reading.join()

    assert reading.tick() == [TWO]


def test_who_asks_for_a_closed_course_that_is_open_again_is_asked_to_confirm(reading):
    reading.join()
    opened_again(reading)
    asked = SignUp(
        email="wilma@example.org",
        newsletters=(),
        courses=(reading.course.pk,),
        wording="This.",
        form="/",
        method="page",
    )

    ask(asked)
    hear_sign_ups()

    assert Delivery.objects.filter(purpose="confirmation").count() == 1


def test_a_rest_in_a_closed_course_ends_without_a_part(reading):
    row = reading.join()
    reading.tick()
    pause(row.pk, until=database_now().date() + timedelta(days=7))
    opened_again(reading)

    resume(row.pk)

    assert reading.tick() == []


def test_a_letter_in_doubt_when_its_course_closes_settles_and_holds_nobody(reading):
    reading.join()
    reading.tick(Answering(0))
    close_course(reading.course)
    tend_courses()
    assert (reading.way.state, reading.way.hold_reason) == (Standing.EXITED, "")

    Delivery.objects.update(ended_at=database_now() - timedelta(hours=73))
    sweep()
    tend_courses()

    assert reading.way.in_flight is None
    assert PartHandOver.objects.standing().count() == 1
    assert reading.way.state == Standing.EXITED


def test_who_has_left_is_not_held_by_a_late_refusal_and_no_opening_revives_them(reading):
    row = reading.join()
    for _ in range(2):
        reading.tick(Answering(552, FULL))
        reading.days_pass(4)
    tend_courses()
    deliver(transport=Answering(552, FULL), run="a", limit=10)
    leave(row.pk, method="page")
    tend_courses()
    assert (reading.way.state, reading.way.hold_reason) == (Standing.EXITED, "")
    Enrollment.objects.update(hold_reason=Held.UNDELIVERABLE)  # as an older version wrote it

    pause_course(reading.course)
    open_course(reading.course)

    assert reading.way.state == Standing.EXITED


def test_one_doubt_that_ends_late_holds_no_course(reading):
    Course.objects.update(stale_after_days=1)
    SeriesPart.objects.update(send_after_days=1)
    reading.join()
    reading.tick(Answering(0))
    long_ago = database_now() - timedelta(hours=73)
    Delivery.objects.update(ended_at=long_ago, marked_at=long_ago)
    reading.days_pass(3)
    sweep()
    reading.tick()

    reading.tick()

    assert Course.objects.get().state == CourseState.OPEN
    assert Delivery.objects.filter(purpose="part").count() == 2


@pytest.fixture
def inserted(reading, both):
    """Wilma had two parts; then two were put before the second, and the first of these came as an issue."""
    reading.tick()
    reading.days_pass(2)
    reading.tick()
    reading.days_pass(2)
    SeriesPart.objects.filter(pk=reading.world.parts["signs"].pk).update(sort_order=20)
    SeriesPart.objects.filter(pk=reading.world.parts["back"].pk).update(sort_order=21)
    made = [
        SeriesPart.objects.create(
            series=reading.world.sequence, article=reading.world.add_article(f"Between {at}"), sort_order=at
        )
        for at in (10, 11)
    ]
    issue = due_issue(reading.world.newsletter)
    IssueItem.objects.create(
        compiled=issue.compiled, position=0, article=made[0].article, part_uuid=made[0].uuid, mode="whole"
    )
    start(issue.pk, recheck=unasked)
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()
    return made


def test_an_issue_with_an_earlier_part_moves_nobody_back(reading, inserted):
    reading.tick()
    reading.days_pass(9)

    assert reading.tick() == []
    assert reading.way.last_part == reading.world.parts["signs"].uuid
    assert PartHandOver.objects.standing().filter(part=inserted[0].uuid).exists()


def test_a_part_whose_old_letters_nobody_can_be_asked_about_gets_a_fresh_key(reading):
    reading.join()
    reading.tick(Answering(552, FULL))
    Delivery.objects.update(enrollment=None, subscription=None)  # what retention leaves of it
    reading.days_pass(4)

    tend_courses()

    assert Delivery.objects.filter(dedupe_key__endswith=":again:1", state="pending").count() == 1


def test_a_collision_is_told(reading, monkeypatch, caplog):
    row = reading.join()

    def arrives_meanwhile(*args, **fields):
        part = reading.world.parts["what"].uuid
        PartHandOver.objects.create(subscriber=row.subscriber, part=part, via="issue")
        return planned(*args, **fields)

    monkeypatch.setattr(plan_parts, "planned", arrives_meanwhile)
    with caplog.at_level(logging.WARNING):
        plan_parts.plan_part(reading.way.pk, now=database_now())

    assert "a part collided" in caplog.text
    assert Delivery.objects.count() == 0


@pytest.fixture
def rests_and_leaves(reading):
    """Wilma had Part 1, rests with nearly two days left to wait, and leaves while she rests."""
    row = reading.join()
    reading.tick()
    pause(row.pk, until=database_now().date() + timedelta(days=20))
    leave(row.pk, method="one_click")
    return row


def test_an_undone_leaving_keeps_the_rest_and_what_was_left_of_the_wait(reading, rests_and_leaves):
    assert restore(rests_and_leaves.pk, method="page")
    reading.days_pass(9)
    assert reading.tick() == []

    resume(rests_and_leaves.pk)

    assert reading.tick() == []
    reading.days_pass(2)
    assert reading.tick() == [TWO]


def test_an_undone_leaving_after_the_rest_was_over_keeps_the_wait_too(reading, rests_and_leaves):
    Subscription.objects.filter(pk=rests_and_leaves.pk).update(paused_until=database_now().date())

    assert restore(rests_and_leaves.pk, method="page")

    assert reading.tick() == []
    reading.days_pass(2)
    assert reading.tick() == [TWO]


def test_an_undone_leaving_brings_no_closed_course_back(reading):
    row = reading.join()
    reading.tick()
    opened_again(reading)
    leave(row.pk, method="page")

    assert restore(row.pk, method="page")

    assert reading.tick() == []


def test_a_settling_that_fails_is_told_once_and_looked_at_later(reading, monkeypatch, caplog):
    reading.join()
    tend_courses()
    deliver(transport=reading.transport, run="a", limit=10)

    def fail(pk, *, now):
        raise ValueError(f"Nothing fits {pk} at {now}.")

    with monkeypatch.context() as patch:
        patch.setattr(tending, "settle_part", fail)
        tend_courses()
        tend_courses()
        assert caplog.text.count("a course not tended") == 1

    tend_courses()
    assert reading.way.in_flight is not None
    Enrollment.objects.update(next_due=database_now())
    tend_courses()
    assert reading.way.in_flight is None


def test_what_was_put_off_waits_for_the_window(reading):
    now = database_now()
    closes = (now - timedelta(hours=1)).time().replace(microsecond=0)
    Course.objects.update(opens=(now - timedelta(hours=2)).time().replace(microsecond=0), closes=closes, zone="UTC")
    reading.join("xaver")
    Enrollment.objects.update(not_before=F("started_at") + timedelta(milliseconds=1))

    assert reading.tick() == []
    assert reading.way.next_due > now
