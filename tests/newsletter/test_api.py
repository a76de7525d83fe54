"""What a front end needs for a form that signs readers up: where it posts to, and for what."""

import json
from datetime import time

import pytest

from newsletter.courses.deeds import close_course, open_course
from newsletter.models import Course, Newsletter, SignUpRequest
from newsletter.views import join_form

JOIN = "http://testserver/courses/after-the-long-year/join/"


@pytest.fixture
def course(world):
    return Course.objects.create(series=world.sequence, newsletter=world.newsletter, opens=time(0), closes=time(0))


@pytest.fixture
def told(client, world):
    """A function: what the API says of the course of the sequence."""
    return lambda: client.get(f"/api/v2/series/{world.sequence.pk}/").json()["course"]


def test_a_series_that_comes_by_mail_tells_all_that_a_form_needs(told, course, client):
    assert told() is None
    open_course(course)

    assert told() == {
        "id": course.pk,
        "name": "After the Long Year",
        "pace": {"value": 2, "unit": "days"},
        "language": "en",
        "join_url": JOIN,
    }
    given = {"email": "wilma@example.org", "courses": [told()["id"]], "started": join_form.once_more()}
    assert client.post(told()["join_url"].removeprefix("http://testserver"), given).status_code == 202
    assert SignUpRequest.objects.exists()


@pytest.mark.parametrize("ending", ["takes nobody", "closed", "draft series"])
def test_a_course_that_nobody_can_begin_is_not_told(told, course, world, client, ending):
    open_course(course)
    if ending == "takes nobody":
        Course.objects.update(takes_readers=False)
    elif ending == "closed":
        close_course(Course.objects.get(pk=course.pk))
    else:
        world.sequence.unpublish()
        assert client.get(f"/api/v2/series/{world.sequence.pk}/").status_code == 404
        return

    assert told() is None


def test_the_course_can_be_asked_for_in_a_listing(client, course):
    open_course(course)

    rows = client.get("/api/v2/series/?fields=_,title,course").json()["items"]
    assert {row["title"]: bool(row["course"]) for row in rows} == {"After the Long Year": True, "An apology": False}


def test_a_newsletter_tells_where_to_join_while_it_takes_readers(client, world):
    def where():
        return client.get("/api/v2/newsletters/").json()["items"][0]["join_url"]

    assert where() == "http://testserver/newsletters/slow-letters/join/"
    Newsletter.objects.update(takes_readers=False)
    assert where() is None


def test_what_is_told_of_a_course_holds_no_reader(told, course):
    open_course(course)

    assert "@" not in json.dumps(told())
