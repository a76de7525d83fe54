"""Parts reach a reader: in order, once, at the pace, and only while they, the course and the address allow it."""

from datetime import time, timedelta
from email import message_from_bytes, policy

import pytest
from django.db import IntegrityError, transaction

from cms.clock import database_now
from newsletter.core.courses.facts import CourseState, Held, Pace, Standing
from newsletter.core.retention import Kept
from newsletter.courses.deeds import CourseRefused, choose_pace, close_course, open_course, pause_course, reckon_anew
from newsletter.courses.tending import look_after_courses, look_after_letters, tend_courses
from newsletter.issues import allow_sending, stop_sending
from newsletter.models import (
    CompiledIssue,
    Course,
    Delivery,
    Enrollment,
    Newsletter,
    PartHandOver,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.pipeline.plan_parts import plan_part
from newsletter.restore import settle_backup
from newsletter.retention import clear_old
from newsletter.send import deliver, sweep
from newsletter.subscriptions import leave, lift_pauses, pause, restore, resume
from newsletter.suppressions import lift
from series.models import ArticlePage, SeriesPart
from tests.answering import Answering
from tests.cast import suppress

ONE = "After the Long Year: Part 1 - What is burnout?"
TWO = "After the Long Year: Part 2 - Signs"
THREE = "After the Long Year: Part 3 - Coming back slowly"


def read(message):
    return message_from_bytes(message.data, policy=policy.default)


def test_part_1_comes_at_once_and_the_next_ones_at_the_pace_each_once(reading):
    reading.join()

    assert reading.tick() == [ONE]
    assert reading.tick() == []
    reading.days_pass(1)
    assert reading.tick() == []
    reading.days_pass(1)
    assert reading.tick() == [TWO]
    reading.days_pass(30)
    assert reading.tick() == []
    assert reading.way.state == Standing.CAUGHT_UP
    reading.publish("back")
    assert reading.tick() == [THREE]
    assert list(PartHandOver.objects.order_by("pk").values_list("part", flat=True)) == [
        reading.world.parts[name].uuid for name in ("what", "signs", "back")
    ]


def test_a_part_is_a_letter_of_the_course_and_leaving_it_leaves_the_course_alone(reading):
    row = reading.join()
    reading.tick()

    letter = read(reading.transport.kept[0])

    assert letter["List-Id"] == f"<c{reading.course.pk}.letters.example.org>"
    assert letter["From"].addresses[0].display_name == "Mara Ellison"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/u/{row.short_id}" not in letter["List-Unsubscribe"]
    words = letter.get_body(("plain",)).get_content()
    assert "Part 1 of 3" in words
    assert "Leave this series" in words
    assert "because you asked for After the Long Year" in " ".join(words.split())


def test_what_was_frozen_is_what_leaves(reading):
    frozen = CompiledIssue.objects.of_part(str(reading.world.parts["what"].uuid), course_id=reading.course.pk).get()
    reading.join()

    reading.tick()

    delivery = Delivery.objects.get()
    assert delivery.compiled == frozen
    assert frozen.is_unaltered
    assert delivery.dedupe_key == f"c:{reading.way.pk}:{reading.world.parts['what'].uuid}"


def test_an_edited_part_is_frozen_anew_and_the_older_letter_never_leaves(reading):
    page = reading.world.parts["what"].article
    page.title = "What burnout is"
    revision = page.save_revision()
    ArticlePage.objects.filter(pk=page.pk).update(title=page.title, draft_title=page.title, live_revision=revision)
    reading.join()

    tend_courses()  # before anybody has made the new letter
    assert Delivery.objects.count() == 0
    Enrollment.objects.update(next_due=database_now())

    assert reading.tick() == ["After the Long Year: Part 1 - What burnout is"]


def test_nothing_is_frozen_twice_while_nothing_changes(reading):
    look_after_letters(thoroughly=True)

    assert CompiledIssue.objects.filter(kind="part").count() == 2


def test_many_schedulers_plan_one_letter(reading):
    reading.join()
    now = database_now()

    for _ in range(3):  # each of them found it due at the same moment
        plan_part(reading.way.pk, now=now)

    assert Delivery.objects.count() == 1
    assert PartHandOver.objects.count() == 1


def test_the_database_itself_keeps_a_part_from_coming_twice(reading):
    row = reading.join()
    reading.tick()
    had = PartHandOver.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        PartHandOver.objects.create(subscriber=row.subscriber, part=had.part, via="issue")


def test_one_who_leaves_before_the_dot_gets_nothing_and_the_part_is_free(reading, left):
    row = reading.join()
    tend_courses()

    leave(row.pk, method="one_click")

    assert reading.tick() == []
    assert Delivery.objects.get().reason == "left"
    assert not PartHandOver.objects.standing().exists()
    assert reading.way.state == Standing.EXITED
    assert left() == [f"course:{reading.course.pk}"]


def test_leaving_a_course_keeps_the_newsletter_and_the_other_way_round(reading):
    ada = reading.join("ada")
    newsletter = reading.world.readers["ada"]

    leave(ada.pk, method="one_click")

    newsletter.refresh_from_db()
    assert newsletter.state == "active"
    assert reading.join("ada").state == "active"
    leave(newsletter.pk, method="one_click")
    assert reading.tick() == [ONE]


def test_who_comes_back_goes_on_behind_the_last_part(reading):
    row = reading.join()
    reading.tick()
    leave(row.pk, method="page")
    reading.days_pass(20)

    assert restore(row.pk, method="page")

    assert reading.tick() == [TWO]
    assert Enrollment.objects.count() == 1


def test_a_rest_keeps_the_place_and_what_was_left_of_the_wait(reading):
    row = reading.join()
    reading.tick()
    pause(row.pk, until=database_now().date() + timedelta(days=20))
    reading.days_pass(9)
    assert reading.tick() == []

    resume(row.pk)

    assert reading.tick() == []  # nearly two days were left
    reading.days_pass(2)
    assert reading.tick() == [TWO]


def test_a_rest_between_the_plan_and_the_dot_stops_the_letter(reading):
    row = reading.join()
    tend_courses()
    pause(row.pk, until=database_now().date() + timedelta(days=7))

    assert reading.tick() == []
    assert Delivery.objects.get().reason == "paused"
    Subscription.objects.filter(pk=row.pk).update(paused_until=database_now().date())
    assert lift_pauses() == 1

    Enrollment.objects.update(next_due=database_now())
    assert reading.tick() == [ONE]


def test_a_course_that_rests_lets_nothing_leave_and_then_one_part_each(reading):
    reading.join()
    tend_courses()
    pause_course(reading.course)

    assert reading.tick() == []
    assert Delivery.objects.get().reason == "course_stopped"
    reading.days_pass(30)
    open_course(reading.course)

    assert reading.tick() == [ONE]
    assert reading.tick() == []
    assert Course.objects.get().state == CourseState.OPEN


def test_a_closed_course_ends_for_everybody_and_is_offered_no_more(reading):
    reading.join()
    close_course(reading.course)

    assert reading.tick() == []
    assert not Course.objects.offered().exists()
    with pytest.raises(CourseRefused, match="closed already"):
        close_course(reading.course)


def test_a_letter_without_an_answer_holds_the_reader_until_it_is_settled(reading):
    reading.join()
    reading.tick(Answering(0))

    assert (reading.way.state, reading.way.hold_reason) == (Standing.HELD, Held.UNCERTAIN)
    reading.days_pass(1)
    assert reading.tick() == []
    Delivery.objects.update(ended_at=database_now() - timedelta(hours=73))
    sweep()  # after three days it probably arrived

    reading.tick()
    assert reading.way.state == Standing.ACTIVE
    assert PartHandOver.objects.standing().count() == 1
    reading.days_pass(3)
    assert reading.tick() == [TWO]


def test_a_doubt_of_weeks_is_no_lateness_of_ours(reading):
    reading.join()
    reading.tick(Answering(0))
    reading.days_pass(30)
    Delivery.objects.update(ended_at=database_now() - timedelta(hours=73))
    sweep()

    assert reading.tick() == [TWO]
    assert Course.objects.get().state == CourseState.OPEN


def test_a_part_that_was_refused_is_tried_three_times_and_never_jumped_over(reading):
    reading.join()
    full = Answering(552, "5.2.2 mailbox full")
    for _ in range(5):
        reading.tick(full)
        reading.days_pass(4)
        Suppression.objects.all().delete()  # soft bounces rest an address: here only the tries are of interest

    assert full.asked == 3
    assert (reading.way.state, reading.way.hold_reason) == (Standing.HELD, Held.UNDELIVERABLE)
    assert max(Delivery.objects.values_list("dedupe_key", flat=True)).endswith(":again:2")
    pause_course(reading.course)
    open_course(reading.course)
    assert reading.tick() == [ONE]


def test_a_suppressed_address_is_held_and_goes_on_when_it_is_lifted(reading):
    reading.join()
    barred = suppress("wilma@example.org")
    assert reading.tick() == []
    assert (reading.way.state, reading.way.hold_reason) == (Standing.HELD, Held.SUPPRESSED)
    reading.days_pass(30)
    assert reading.tick() == []

    lift(barred.pk, by=None, why="They wrote to us.")
    reading.days_pass(2)

    assert reading.tick() == [ONE]
    assert Course.objects.get().state == CourseState.OPEN  # a month in which we were not allowed to is no lateness


def test_an_address_that_is_suppressed_after_the_plan_gets_no_dot(reading):
    reading.join()
    tend_courses()
    suppress("wilma@example.org")

    assert reading.tick() == []
    assert Delivery.objects.get().reason == "suppressed"


def test_what_bars_an_address_from_a_newsletter_bars_it_from_no_course(reading):
    reading.join()
    suppress("wilma@example.org", reason="imported", newsletter=Newsletter.objects.get())

    assert reading.tick() == [ONE]


def test_parts_that_are_late_through_us_ask_a_person_first(reading):
    reading.join()
    reading.days_pass(8)

    assert reading.tick() == []

    held = Course.objects.get()
    assert held.state == CourseState.HELD
    assert "8 days ago" in held.hold_detail
    open_course(held)
    assert reading.tick() == [ONE]


def test_nothing_is_planned_while_all_sending_is_stopped(reading):
    staff = reading.world.staff["mara"]
    stop_sending(by=staff, why="We look first.")
    reading.join()

    assert reading.tick() == []
    assert Delivery.objects.count() == 0
    allow_sending(by=staff)
    assert reading.tick() == [ONE]


def test_a_part_whose_letter_cannot_leave_waits_with_its_reason(reading):
    Newsletter.objects.update(postal_address=" ")
    look_after_letters()
    reading.join()

    assert reading.tick() == []
    assert "postal address" in str(Course.objects.get().unfit)
    Newsletter.objects.update(postal_address="Small Hours, 1 Quiet Lane")
    assert reading.tick() == [ONE]


def test_a_part_that_is_taken_from_the_site_waits(reading):
    reading.join()
    ArticlePage.objects.filter(pk=reading.world.parts["what"].article_id).update(live=False)

    assert reading.tick() == []
    assert reading.way.state == Standing.CAUGHT_UP


def test_a_readers_own_pace_counts_from_the_next_part(reading):
    row = reading.join()
    reading.tick()
    choose_pace(row, Pace.WEEKLY)
    reading.days_pass(6)
    assert reading.tick() == []
    reading.days_pass(1)

    assert reading.tick() == [TWO]


def test_other_days_of_a_part_move_those_who_wait(reading):
    reading.join()
    reading.tick()
    SeriesPart.objects.filter(pk=reading.world.parts["signs"].pk).update(send_after_days=1)
    reading.days_pass(1)

    assert reading.tick() == [TWO]


def test_a_series_that_is_complete_ends_with_its_last_part(reading):
    reading.world.parts["back"].delete()
    reading.world.sequence.status = "complete"
    reading.world.sequence.save()
    reading.join()
    reading.tick()
    reading.days_pass(2)

    assert reading.tick() == [TWO]
    assert reading.way.state == Standing.COMPLETED


def test_a_course_without_its_series_waits_in_silence(reading):
    reading.join()
    reading.world.sequence.delete()

    assert reading.tick() == []
    assert str(Course.objects.get()) == "A series that is gone"


def test_a_course_is_opened_only_for_a_series_on_the_site(reading):
    pause_course(reading.course)
    reading.world.sequence.live = False
    reading.world.sequence.save()
    reading.course.refresh_from_db()

    with pytest.raises(CourseRefused, match="Publish the series first"):
        open_course(reading.course)


def test_readers_of_a_course_are_no_candidates_of_an_issue(reading):
    reading.join()

    names = Subscription.objects.candidates(reading.world.newsletter.pk).values_list("subscriber__email", flat=True)

    assert "wilma@example.org" not in names


def test_a_new_domain_counts_parts_like_issues_and_none_of_them_gives_up(reading, settings):
    own = {**settings.PARTWISE["newsletter"], "warm_up": {"since": database_now().date(), "first_day": 1}}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}
    for name in ("wilma", "xaver"):
        reading.join(name)

    assert reading.tick() == [ONE]
    Delivery.objects.filter(state="pending").update(give_up_at=database_now() - timedelta(days=1))
    assert reading.tick() == []
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["handed_over", "pending"]


def test_a_course_whose_letters_are_all_refused_waits_for_a_person(reading):
    for number in range(10):
        reading.join(f"reader{number}")
    reading.tick(Answering(554, "5.7.1 we do not know you"))

    look_after_courses()

    held = Course.objects.get()
    assert held.state == CourseState.HELD
    assert "10 answers were all refusals" in held.hold_detail
    open_course(held)
    look_after_courses()
    assert Course.objects.get().state == CourseState.OPEN  # what a person has looked at counts no more


def test_after_a_restored_backup_a_person_opens_the_course_again(reading):
    reading.join()
    tend_courses()

    settle_backup(())

    held = Course.objects.get()
    assert held.state == CourseState.HELD
    assert "would come again" in held.hold_detail
    allow_sending()
    assert reading.tick() == []
    assert reading.way.hold_reason == Held.UNCERTAIN
    open_course(held)
    assert reading.tick() == []
    reading.days_pass(2)
    assert reading.tick() == [TWO]


def test_another_zone_moves_the_part_that_waits(reading):
    Course.objects.update(opens=time(9), closes=time(18))
    row = reading.join()
    reading.tick()
    reading.tick()
    before = reading.way.next_due
    Subscriber.objects.filter(pk=row.subscriber_id).update(zone="America/New_York")

    reckon_anew(row.subscriber)
    tend_courses()

    assert reading.way.next_due - before > timedelta(hours=3)


def test_what_was_had_of_a_series_is_forgotten_thirteen_months_after_it_was_left(reading):
    row = reading.join()
    reading.tick()
    long_ago = database_now() - timedelta(days=31 * 13 + 1)
    PartHandOver.objects.update(at=long_ago)
    clear_old()
    assert PartHandOver.objects.count() == 1  # it keeps the part from coming twice

    leave(row.pk, method="page")
    Enrollment.objects.update(ended_at=long_ago)
    assert clear_old()[Kept.WAY] == 2
    assert not Enrollment.objects.exists()


def test_no_letter_of_a_part_says_when_another_reader_gets_the_next(reading):
    frozen = CompiledIssue.objects.of_part(str(reading.world.parts["signs"].uuid), course_id=reading.course.pk).get()

    assert "Still to come" not in frozen.text


def test_two_senders_hand_a_part_over_once(reading):
    reading.join()
    tend_courses()

    for run in ("a", "b"):
        deliver(transport=reading.transport, run=run, limit=10)

    assert len(reading.transport.kept) == 1
