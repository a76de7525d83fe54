"""A series begins again as a new run, and who had everything gets only what was added later."""

import pytest

from newsletter.core.courses.facts import Standing
from newsletter.courses.deeds import CourseRefused, begin_again, get_the_rest
from newsletter.courses.tending import tend_courses
from newsletter.models import Delivery, Enrollment, PartHandOver, Subscription
from newsletter.send import deliver, start, sweep
from newsletter.subscriptions import leave
from newsletter.views.course_words import standing_of
from tests.factories import unasked
from tests.newsletter.courses.test_live import excluded
from tests.newsletter.courses.test_tending import ONE, THREE, TWO, Answering


@pytest.fixture
def complete(reading):
    """The series has two parts, and its author says that this is all."""
    reading.world.sequence.status = "complete"
    reading.world.sequence.save()
    reading.world.parts["back"].series = reading.world.pair
    reading.world.parts["back"].save()
    return reading


def read_to_the_end(reading):
    row = reading.join()
    reading.tick()
    reading.days_pass(2)
    reading.tick()
    reading.days_pass(5)
    tend_courses()
    assert reading.way.state == Standing.COMPLETED
    return row


def add_a_part(reading):
    reading.world.parts["back"].series = reading.world.sequence
    reading.world.parts["back"].save()
    reading.publish("back")


def told(row):
    return standing_of(Subscription.objects.with_target().get(pk=row.pk))


def test_a_new_run_brings_every_part_once_more_under_keys_of_its_own(complete):
    row = read_to_the_end(complete)

    assert begin_again(row)

    assert complete.tick() == [ONE]
    complete.days_pass(2)
    assert complete.tick() == [TWO]
    assert list(Enrollment.objects.order_by("run").values_list("run", "state")) == [(1, "exited"), (2, "completed")]
    assert Delivery.objects.filter(purpose="part").values("dedupe_key").distinct().count() == 4
    assert sorted(PartHandOver.objects.values_list("run", flat=True)) == [1, 1, 2, 2]


def test_a_new_run_keeps_its_distance_to_a_part_of_the_same_day(reading):
    row = reading.join()
    reading.tick()

    begin_again(row)

    assert reading.tick() == []
    reading.days_pass(2)
    assert reading.tick() == [ONE]


def test_a_part_that_is_on_its_way_comes_before_the_new_run(reading):
    row = reading.join()
    tend_courses()

    assert not begin_again(row)

    assert "as soon as the letter that is on its way" in told(row)["words"]
    assert reading.tick() == [ONE]
    assert reading.way.run == 2
    reading.days_pass(2)
    assert reading.tick() == [ONE]


def test_a_letter_in_doubt_keeps_the_new_run_waiting(reading):
    row = reading.join()
    reading.tick(Answering(0))

    assert not begin_again(row)
    reading.tick()

    assert reading.way.run == 1


def test_who_leaves_while_they_wait_for_it_has_left(reading):
    row = reading.join()
    tend_courses()
    begin_again(row)

    leave(row.pk, method="page")

    assert reading.tick() == []
    assert Enrollment.objects.get().state == Standing.EXITED


def test_nobody_begins_again_what_they_left(reading):
    row = reading.join()
    leave(row.pk, method="page")

    with pytest.raises(CourseRefused, match="not offered"):
        begin_again(row)


def test_what_came_as_an_issue_before_the_new_run_comes_again_and_what_came_since_does_not(reading, letter):
    letter("signs")
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()
    row = reading.join("ada")
    assert ONE in reading.tick()
    reading.days_pass(5)
    tend_courses()

    begin_again(row)

    assert reading.tick() == [ONE]
    reading.days_pass(2)
    assert reading.tick() == [TWO]


def test_in_a_new_run_a_part_that_comes_as_an_issue_is_not_doubled(reading, both, letter):
    reading.tick()
    reading.days_pass(5)
    begin_again(both)
    assert reading.tick() == [ONE]
    reading.days_pass(1)

    issue = letter("signs")

    assert excluded(issue) == []
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()
    reading.days_pass(5)
    assert reading.tick() == []
    assert PartHandOver.objects.get(via="issue").run == 2


def test_who_had_everything_gets_nothing_more_of_a_complete_series_by_itself(complete):
    row = read_to_the_end(complete)

    add_a_part(complete)

    assert complete.tick() == []
    assert complete.way.state == Standing.COMPLETED
    assert told(row)["has_more"]


def test_who_asks_for_the_rest_or_signs_up_again_gets_only_what_was_added(complete):
    row = read_to_the_end(complete)
    add_a_part(complete)

    get_the_rest(row)

    assert complete.tick() == [THREE]
    complete.days_pass(9)
    assert complete.tick() == []
    assert not told(row)["has_more"]


def test_signing_up_again_is_asking_for_the_rest_and_changes_nothing_for_who_is_under_way(complete):
    complete.join()
    before = Enrollment.objects.values().get()
    complete.join()
    assert Enrollment.objects.values().get() == before
    read_to_the_end(complete)
    add_a_part(complete)

    complete.join()

    assert complete.tick() == [THREE]


def test_a_series_that_its_author_opens_again_goes_on_for_all(complete):
    read_to_the_end(complete)
    add_a_part(complete)
    complete.world.sequence.status = "ongoing"
    complete.world.sequence.save()

    assert complete.tick() == [THREE]


def test_a_run_of_before_says_nothing_of_an_issue(reading, both, letter):
    reading.tick()
    reading.days_pass(5)
    begin_again(both)
    issue = letter("what")

    assert excluded(issue) == []
    start(issue.pk, recheck=unasked)
    assert reading.way.run == 2
