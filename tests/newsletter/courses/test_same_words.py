"""An article is one part for a reader, however its row, its place or its letter came about."""

from uuid import uuid4

import pytest

from newsletter.core.courses.facts import Standing
from newsletter.models import Enrollment, IssueItem, PartHandOver
from newsletter.send import deliver, start, sweep
from series.models import SeriesPart
from tests.factories import due_issue, unasked
from tests.newsletter.courses.test_live import excluded
from tests.newsletter.courses.test_tending import ONE, TWO


def replace(part):
    """The row is taken out, and the article added again in its place."""
    SeriesPart.objects.filter(pk=part.pk).delete()
    SeriesPart.objects.create(series=part.series, article=part.article, sort_order=part.sort_order)


@pytest.fixture
def alone(reading):
    """A function: an issue that shows the article of a part as a text by itself, started."""

    def started(name):
        issue = due_issue(reading.world.newsletter)
        article = reading.world.parts[name].article
        IssueItem.objects.create(compiled=issue.compiled, position=0, article=article, mode="whole")
        start(issue.pk, recheck=unasked)
        return issue

    return started


def test_a_part_whose_row_was_taken_out_and_added_again_does_not_come_again(reading):
    reading.join()
    assert reading.tick() == [ONE]
    replace(reading.world.parts["what"])
    reading.days_pass(2)

    assert reading.tick() == [TWO]
    replace(reading.world.parts["signs"])
    reading.days_pass(2)

    assert reading.tick() == []
    assert reading.way.state == Standing.CAUGHT_UP


def test_a_part_that_came_as_an_article_of_an_issue_does_not_come_by_the_course(reading, alone):
    alone("what")
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()
    reading.transport.kept.clear()

    reading.join("ada")

    assert reading.tick() == [TWO]


def test_an_issue_with_the_article_of_a_part_that_came_already_is_not_for_its_reader(reading, both, alone):
    reading.tick()

    assert excluded(alone("what")) == ["already_had_part"]


def test_the_course_goes_on_behind_a_part_that_comes_as_an_article(reading, both, alone):
    reading.tick()
    reading.days_pass(1)

    assert excluded(alone("signs")) == []
    deliver(transport=reading.transport, run="b", limit=100)
    sweep()
    reading.tick()
    assert reading.way.last_part == reading.world.parts["signs"].uuid


def test_a_teaser_beside_a_part_is_not_had(reading, both):
    reading.tick()
    issue = due_issue(reading.world.newsletter)
    for at, (name, mode) in enumerate([("signs", "whole"), ("back", "teaser")]):
        part = reading.world.parts[name]
        IssueItem.objects.create(
            compiled=issue.compiled, position=at, article=part.article, part_uuid=part.uuid, mode=mode
        )
    reading.days_pass(1)
    start(issue.pk, recheck=unasked)

    assert str(reading.world.parts["back"].uuid) not in PartHandOver.objects.had_in(reading.way)


def test_what_a_reader_had_under_a_name_that_nobody_knows_any_more_stands(reading):
    row = reading.join()
    Enrollment.objects.update(next_due=None)
    PartHandOver.objects.create(subscriber=row.subscriber, part=uuid4(), via="course")

    assert len(PartHandOver.objects.had_in(reading.way)) == 1
