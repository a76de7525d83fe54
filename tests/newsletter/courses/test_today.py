"""A letter that waits for its moment leaves only while its part is public, in its series, and as it was frozen."""

import pytest
from wagtail.models import PageViewRestriction

from cms.clock import database_now
from newsletter.core.courses.facts import Standing
from newsletter.courses.tending import look_after_letters, tend_courses
from newsletter.models import Delivery, Enrollment, PartHandOver
from newsletter.send import deliver
from series.models import ArticlePage, SeriesPage
from tests.newsletter.courses.test_tending import ONE, TWO


def edit(page, title):
    page.title = title
    revision = page.save_revision()
    ArticlePage.objects.filter(pk=page.pk).update(title=title, draft_title=title, live_revision=revision)


def unpublish_part(reading):
    ArticlePage.objects.filter(pk=reading.world.parts["what"].article_id).update(live=False)


def unpublish_series(reading):
    SeriesPage.objects.filter(pk=reading.world.sequence.pk).update(live=False)


def close_part(reading):
    restrict(reading.world.parts["what"].article)


def close_folder_of_parts(reading):
    restrict(reading.world.parts["what"].article.get_parent())


def close_series(reading):
    restrict(reading.world.sequence)


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def take_out(reading):
    reading.world.parts["what"].delete()


def edit_part(reading):
    edit(reading.world.parts["what"].article, "What burnout is")


WITHDRAWN = [unpublish_part, unpublish_series, close_part, close_folder_of_parts, close_series, take_out, edit_part]


@pytest.mark.parametrize("withdraw", WITHDRAWN)
def test_between_the_plan_and_the_dot_the_gate_asks_for_the_part(reading, withdraw):
    reading.join()
    tend_courses()
    withdraw(reading)

    deliver(transport=reading.transport, run="a", limit=100)

    assert reading.transport.kept == []
    assert Delivery.objects.get().reason == "course_stopped"


@pytest.mark.parametrize("withdraw", WITHDRAWN)
def test_a_letter_that_waits_in_the_queue_is_taken_back_as_soon_as_its_part_is(reading, withdraw):
    reading.join()
    tend_courses()
    withdraw(reading)

    look_after_letters()

    row = Delivery.objects.get()
    assert (row.state, row.reason) == ("cancelled", "course_stopped")
    tend_courses()
    assert not PartHandOver.objects.standing().exists()
    assert reading.way.in_flight is None


def test_what_is_published_again_comes_then(reading):
    reading.join()
    tend_courses()
    unpublish_part(reading)
    assert reading.tick() == []
    Enrollment.objects.update(next_due=database_now())
    assert reading.tick() == []
    assert reading.way.state == Standing.CAUGHT_UP

    ArticlePage.objects.filter(pk=reading.world.parts["what"].article_id).update(live=True)

    assert reading.tick() == [ONE]


def test_after_an_edit_the_new_words_leave_and_the_old_ones_never(reading):
    reading.join()
    tend_courses()
    edit_part(reading)

    assert reading.tick() == []
    Enrollment.objects.update(next_due=database_now())

    assert reading.tick() == ["After the Long Year: Part 1 - What burnout is"]


def test_an_edit_of_another_part_takes_nothing_back(reading):
    reading.join()
    tend_courses()
    edit(reading.world.parts["signs"].article, "Other signs")

    assert reading.tick() == [ONE]


def test_a_part_that_was_taken_out_leaves_room_for_the_next(reading):
    reading.join()
    tend_courses()
    take_out(reading)
    reading.tick()
    Enrollment.objects.update(next_due=database_now())

    assert [words.replace("Part 1", "Part 2") for words in reading.tick()] == [TWO]
