"""An issue that shows parts of two series: each reader's own courses decide; no part is missed or comes twice."""

import pytest

from newsletter.models import PartHandOver
from newsletter.send import deliver, sweep
from tests.factories import states
from tests.newsletter.courses.test_live import excluded
from tests.newsletter.courses.test_tending import ONE


@pytest.fixture
def second(reading, both):
    """A function: the pair is a course as well, and wilma takes it."""

    def opened(*, joins=True):
        course = reading.another(concurrent=True)
        if joins:
            reading.join(course=course)
        return course

    return opened


def test_a_part_of_a_series_that_no_course_brings_goes_to_everybody(both, letter):
    assert excluded(letter("signs", "is")) == []


def test_a_part_of_a_course_that_this_reader_does_not_take_goes_to_them(reading, both, letter, second):
    second(joins=False)

    assert excluded(letter("signs", "is")) == []


def test_who_takes_both_courses_and_is_behind_in_one_gets_both_parts_by_their_courses(reading, both, letter, second):
    second()

    issue = letter("signs", "is")

    assert excluded(issue) == ["catching_up"]
    assert "ada" in states(issue)
    assert not PartHandOver.objects.filter(via="issue").exists()


def test_a_part_that_is_new_in_one_course_comes_though_the_other_was_had(reading, both, letter, second):
    assert reading.tick() == [ONE]
    second()

    assert excluded(letter("what", "is")) == []
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()
    reading.tick()
    assert list(PartHandOver.objects.filter(via="issue").values_list("part", flat=True)) == [
        reading.world.parts["is"].uuid
    ]


def test_two_courses_go_on_behind_one_issue(reading, both, letter, second):
    second()

    assert excluded(letter("what", "is")) == []
    assert PartHandOver.objects.filter(via="issue").count() == 2
