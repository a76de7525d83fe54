"""A part that leaves as an issue while readers get the series by its course: each part once, in order, by one road."""

from cms.clock import database_now
from newsletter.core.courses.facts import Standing
from newsletter.courses.deeds import close_course
from newsletter.courses.tending import tend_courses
from newsletter.issues import cancel
from newsletter.models import Course, Delivery, Enrollment, Exclusion, PartHandOver
from newsletter.send import deliver, start, sweep
from tests.factories import states, unasked
from tests.newsletter.courses.test_tending import ONE, THREE, TWO


def excluded(issue):
    rows = Exclusion.objects.filter(issue=issue, subscription__subscriber__email="wilma@example.org")
    return list(rows.values_list("reason", flat=True))


def leave_all(reading):
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()


def test_a_part_that_came_by_the_course_does_not_come_as_an_issue(reading, both, letter):
    reading.tick()

    assert excluded(letter("what")) == ["already_had_part"]


def test_a_part_that_is_on_its_way_by_the_course_does_not_come_as_an_issue(reading, both, letter):
    tend_courses()

    assert excluded(letter("what")) == ["already_had_part"]


def test_nobody_gets_a_later_part_before_an_earlier_one(reading, both, letter):
    issue = letter("signs")

    assert excluded(issue) == ["catching_up"]
    assert "ada" in states(issue)  # who has no course reads on
    assert ONE in reading.tick()


def test_the_next_part_may_come_as_an_issue_and_the_course_goes_on_behind_it(reading, both, letter):
    reading.tick()
    reading.days_pass(1)
    issue = letter("signs")

    assert excluded(issue) == []
    leave_all(reading)
    assert reading.tick() == []
    assert reading.way.last_part == reading.world.parts["signs"].uuid
    assert PartHandOver.objects.standing().filter(via="issue").count() == 1
    reading.days_pass(5)
    reading.publish("back")
    assert reading.tick() == [THREE]


def test_a_part_comes_too_soon_after_the_one_before(reading, both, letter):
    reading.tick()

    assert excluded(letter("signs")) == ["min_gap"]
    reading.days_pass(2)
    assert TWO in reading.tick()


def test_while_an_issue_waits_the_course_waits_and_a_cancelled_one_gives_the_part_back(reading, both, letter):
    reading.tick()
    reading.days_pass(1)
    issue = letter("signs")
    reading.days_pass(9)
    assert reading.way.in_flight is not None

    cancel(issue.pk, by=None)
    reading.tick()
    Enrollment.objects.update(next_due=database_now())

    assert reading.tick() == [TWO]
    assert Course.objects.get().state == "open"


def test_an_issue_with_other_texts_goes_to_everybody(reading, both, letter):
    other = reading.world.add_article("Something else")

    assert excluded(letter("signs", others=[other])) == []


def test_a_teaser_of_a_part_is_not_the_part(reading, both, letter):
    issue = letter("signs", mode="teaser")

    assert excluded(issue) == []
    leave_all(reading)
    assert ONE in reading.tick()


def test_a_closed_course_keeps_no_issue_from_its_readers(reading, both, letter):
    close_course(reading.course)

    assert excluded(letter("signs")) == []


def test_parts_that_came_as_issues_before_somebody_joined_are_not_repeated(reading, letter):
    letter("what")
    leave_all(reading)
    reading.transport.kept.clear()

    reading.join("ada")

    assert reading.tick() == [TWO]


def test_who_joined_in_the_middle_begins_with_the_first_part(reading, letter):
    letter("signs")
    leave_all(reading)
    reading.transport.kept.clear()

    reading.join("ada")
    assert reading.tick() == [ONE]
    reading.days_pass(30)

    assert reading.tick() == []
    assert reading.way.state == Standing.CAUGHT_UP
    assert Delivery.objects.filter(purpose="part").count() == 1


def test_the_account_of_an_issue_balances_with_readers_of_courses(reading, both, letter):
    issue = letter("signs")

    issue.refresh_from_db()
    assert (
        issue.candidates == Delivery.objects.of_issue(issue.pk).count() + Exclusion.objects.filter(issue=issue).count()
    )
    assert issue.state == "handing_over"


def test_a_fresh_start_of_an_issue_lets_go_of_the_ways_that_waited_for_it(reading, both, letter):
    reading.tick()
    reading.days_pass(1)
    issue = letter("signs")
    type(issue).objects.filter(pk=issue.pk).update(state="preparing", expanded_to=0)

    start(issue.pk, recheck=unasked)

    assert reading.way.in_flight.issue == issue
    assert PartHandOver.objects.filter(via="issue").count() == 1
