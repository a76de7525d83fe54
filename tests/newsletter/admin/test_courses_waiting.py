"""The first page names a course of which a part has no letter, with how many wait for it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from newsletter.courses.deeds import pause_course
from newsletter.courses.tending import look_after_letters
from newsletter.models import Course, Newsletter
from newsletter.roles import make_roles
from tests.newsletter.courses.conftest import reading  # noqa: F401 - a fixture


@pytest.fixture
def stuck(reading):  # noqa: F811
    """Two readers wait for Part 1, whose letter cannot leave."""
    Newsletter.objects.update(postal_address=" ")
    look_after_letters()
    for name in ("wilma", "xaver"):
        reading.join(name)
    reading.tick()
    return reading


def first_page(client):
    return " ".join(client.get(reverse("wagtailadmin_home")).content.decode().split())


def test_a_part_without_a_letter_stands_on_the_first_page_with_how_many_wait(stuck, client):
    client.force_login(stuck.world.staff["mara"])

    words = first_page(client)

    assert reverse("newsletter_courses:standing", args=[stuck.course.pk]) in words
    assert "“What is burnout?” has no letter, and 2 readers wait for it. 1 more of its parts has none." in words
    assert "postal address" in words


def test_who_may_not_see_readers_finds_none_by_counting(stuck, client):
    make_roles()
    person = get_user_model().objects.create_user("pia", "pia@example.org", "a long password for tests")
    person.groups.add(Group.objects.get(name="Publisher"))
    client.force_login(person)

    assert "has no letter, and fewer than 5 readers wait for it." in first_page(client)


def test_a_course_whose_letters_are_fit_or_that_rests_says_nothing(stuck, client):
    client.force_login(stuck.world.staff["mara"])
    pause_course(stuck.course)
    assert "has no letter" not in first_page(client)

    Course.objects.update(state="open")
    Newsletter.objects.update(postal_address="Small Hours, 1 Quiet Lane")
    look_after_letters()
    assert "has no letter" not in first_page(client)


def test_who_closes_a_course_reads_for_how_many_it_ends(stuck, client):
    client.force_login(stuck.world.staff["mara"])

    words = client.get(reverse("newsletter_courses:standing", args=[stuck.course.pk])).content.decode()

    assert "It ends for good for 2 readers under way" in words
