"""Who takes a page from its readers hears which courses bring it."""

import pytest
from wagtail.models import PageViewRestriction

from newsletter.courses.deeds import close_course

GONE = "{} comes by mail in “After the Long Year”. Without the page nobody will get it: readers wait at that place."
CLOSED = (
    "“Signs” is private, and comes by mail in “After the Long Year”. "
    "While it is, nobody gets it: readers wait at that place."
)


@pytest.fixture
def desk(reading, client):
    client.force_login(reading.world.staff["mara"])
    return client


def said(answer):
    return [str(message).strip() for message in answer.context["messages"]]


@pytest.mark.parametrize("page", ["part", "series"])
def test_who_unpublishes_a_part_or_the_series_reads_the_course(reading, desk, page):
    found = {"part": reading.world.parts["signs"].article, "series": reading.world.sequence}[page]

    asked = desk.get(f"/admin/pages/{found.pk}/unpublish/").content.decode()
    answer = desk.post(f"/admin/pages/{found.pk}/unpublish/", follow=True)

    assert GONE.format(f"“{found.title}”") in asked
    assert GONE.format(f"“{found.title}”") in said(answer)


def test_who_is_asked_before_a_folder_of_parts_is_deleted_reads_the_course(reading, desk):
    answer = desk.get(f"/admin/pages/{reading.world.articles.pk}/delete/")

    assert GONE.format("What stands below “Articles”") in said(answer)


def test_the_editor_of_a_private_part_names_the_course(reading, desk):
    PageViewRestriction.objects.create(page=reading.world.parts["signs"].article, restriction_type="login")

    answer = desk.get(f"/admin/pages/{reading.world.parts['signs'].article_id}/edit/")

    assert CLOSED in said(answer)


def test_another_page_and_a_closed_course_say_nothing(reading, desk):
    other = desk.get(f"/admin/pages/{reading.world.parts['is'].article_id}/delete/")
    close_course(reading.course)
    closed = desk.get(f"/admin/pages/{reading.world.parts['signs'].article_id}/delete/")

    assert said(other) == said(closed) == []
