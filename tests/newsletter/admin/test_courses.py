"""A course from the desk: made, opened, paused, closed, and where its readers stand, in numbers alone."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.clock import database_now
from newsletter.admin.course_standing import with_readers
from newsletter.courses.tending import tend_courses
from newsletter.models import Course, Delivery, Enrollment
from newsletter.roles import make_roles
from newsletter.send import deliver
from newsletter.subscriptions import Consent, enroll
from newsletter.transports.memory import MemoryTransport

ADD = "newsletter_courses:add"


@pytest.fixture
def publisher(client, world):
    make_roles()
    person = get_user_model().objects.create_user("pia", "pia@example.org", "a long password for tests")
    person.groups.add(Group.objects.get(name="Publisher"))
    client.force_login(person)
    return person


@pytest.fixture
def grant(client, publisher):
    """A function: the publisher may do this as well."""

    def give(codename):
        publisher.user_permissions.add(Permission.objects.get(codename=codename))

    return give


@pytest.fixture
def given(world):
    return {
        "series": world.sequence.pk,
        "newsletter": world.newsletter.pk,
        "own_name": "",
        "neutral_name": "",
        "first_part": "at_once",
        "delay_value": 3,
        "delay_unit": "days",
        "weekdays": ["monday", "friday"],
        "opens": "09:00",
        "closes": "18:00",
        "min_gap_hours": 20,
        "spread_minutes": 60,
        "priority": 0,
        "hold_newsletters": "come",
        "takes_readers": "on",
        "zone": "Europe/Lisbon",
        "stale_after_days": 7,
    }


@pytest.fixture
def course(client, publisher, given):
    client.post(reverse(ADD), given)
    return Course.objects.get()


def page(response):
    return " ".join(response.content.decode().split())


def cells(response):
    return re.findall(r"<td[^>]*>\s*([^<]*?)\s*</td>", response.content.decode())


def press(client, course, move, **more):
    return client.post(reverse("newsletter_courses:standing", args=[course.pk]), {"move": move, **more}, follow=True)


def join(course, name):
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    return enroll(course, email=f"{name}@example.org", consent=said)


def test_a_publisher_makes_a_course_for_a_series(client, course, world):
    assert course.series == world.sequence
    assert course.rule.weekdays == {0, 4}
    assert str(course) == "After the Long Year"
    words = page(client.get(reverse("newsletter_courses:list")))
    assert "Draft: nobody can begin yet" in words
    assert "every 3 days" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"delay_value": 0}, "Give 1 at least."),
        ({"delay_value": 6, "delay_unit": "hours"}, "Two parts never leave on one day, so choose 24 hours or more."),
        ({"min_gap_hours": 73}, "A part would come every 72 hours, so this can be 72 at most."),
        ({"own_name": "After\u202ewards"}, "invisible character"),
        ({"opens": "late"}, "Write a time of day"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, publisher, given, change, words):
    response = client.post(reverse(ADD), given | change)

    assert words in page(response)
    assert not Course.objects.exists()


def test_a_collection_has_no_order_and_no_course(client, publisher, given, world):
    world.pair.kind = "collection"
    world.pair.save()

    assert "A collection has no order" in page(client.post(reverse(ADD), given | {"series": world.pair.pk}))


def test_one_series_has_one_course(client, course, given):
    assert "is there already" in page(client.post(reverse(ADD), given))
    assert Course.objects.count() == 1


def test_open_pause_and_close_say_what_they_did(client, course):
    assert "It is open." in page(press(client, course, "open"))
    assert "open already" in page(press(client, course, "open"))
    assert "Paused. Nothing of it leaves" in page(press(client, course, "pause"))
    asked = page(press(client, course, "close"))
    assert "Closing it ends it for good for everybody who is under way (" in asked
    assert Course.objects.get().state == "paused"
    words = page(press(client, course, "close", sure="yes"))
    assert "Closed. Nothing more of it leaves" in words
    assert "It ends for good" not in words  # what was done is not offered again
    assert press(client, course, "hold").status_code == 404


def test_the_page_counts_readers_and_names_nobody(client, course, world, grant):
    grant("view_subscriber")
    press(client, course, "open")
    for name in ("wilma", "xaver", "yara"):
        join(course, name)
    tend_courses()
    deliver(transport=MemoryTransport(), run="a", limit=2)
    tend_courses()
    Enrollment.objects.filter(pk=Enrollment.objects.last().pk).update(in_flight=None, state="exited")

    words = page(client.get(reverse("newsletter_courses:standing", args=[course.pk])))

    assert '<th scope="row">2</th><td>Wait for Part 2: Signs</td>' in words
    assert '<th scope="row">1</th><td>Left</td>' in words
    assert "@" not in words.partition("Where its readers stand")[2].partition("</main>")[0]
    assert "After the Long Year: Part 1 - What is burnout?" in words
    assert "Not public: readers wait here." in words


def test_whoever_may_not_see_readers_is_told_of_no_number_that_points_at_one(client, course):
    press(client, course, "open")
    for number in range(7):
        join(course, f"reader{number}")
    held = Enrollment.objects.last()
    Enrollment.objects.exclude(pk=held.pk).update(next_part=course.series.parts.first().uuid)
    Enrollment.objects.filter(pk=held.pk).update(state="held", hold_reason="suppressed")

    words = page(client.get(reverse("newsletter_courses:standing", args=[course.pk])))

    assert '<th scope="row">about 5</th><td>Wait for Part 1' in words
    assert "must not be mailed" not in words
    assert "Where fewer than 5 readers stand is not told here" in words
    assert "about 5" in cells(client.get(reverse("newsletter_courses:list")))


def test_whoever_has_had_the_whole_series_is_under_way_no_more(client, course, grant):
    press(client, course, "open")
    rows = [join(course, name).enrollments.get() for name in ("wilma", "xaver", "yara", "zoe")]
    for row, state in zip(rows, ("active", "caught_up", "completed", "exited"), strict=True):
        Enrollment.objects.filter(pk=row.pk).update(state=state)

    assert [each.under_way for each in with_readers()] == [2]
    assert "fewer than 5" in cells(client.get(reverse("newsletter_courses:list")))
    grant("view_subscriber")
    assert "2" in cells(client.get(reverse("newsletter_courses:list")))


def test_the_letter_that_the_desk_shows_is_the_one_that_leaves(client, course):
    press(client, course, "open")
    join(course, "wilma")
    tend_courses()
    frozen = Delivery.objects.get().compiled

    where = page(client.get(reverse("newsletter_courses:standing", args=[course.pk])))
    address = where.partition("/letters/")[2].partition('"')[0]

    assert frozen.subject in where
    assert client.get(f"/letters/{address}").status_code == 200


def test_a_course_with_letters_is_kept(client, course, world):
    press(client, course, "open")
    client.force_login(world.staff["mara"])

    response = client.post(reverse("newsletter_courses:delete", args=[course.pk]), follow=True)

    assert "To end it, close it." in page(response)
    assert Course.objects.exists()


def test_an_editor_runs_no_course(client, course):
    make_roles()
    person = get_user_model().objects.create_user("edda", "edda@example.org", "a long password for tests")
    person.groups.add(Group.objects.get(name="Editor"))
    client.force_login(person)

    assert press(client, course, "open").status_code in {302, 200}
    assert Course.objects.get().state == "draft"


def test_the_dates_of_a_course_are_printed_each_with_its_reason(course, client):
    press(client, course, "open")
    told = StringIO()

    call_command("simulate_course", "after-the-long-year", "--start", "2026-12-01T21:30", stdout=told)

    first, second, rest = told.getvalue().splitlines()
    assert first.startswith(
        "Tue 01 Dec 2026, 21:30 Europe/Lisbon (2026-12-01T21:30Z)  What is burnout?: counted from the"
    )
    assert second.startswith("Fri 04 Dec 2026, 09:00 Europe/Lisbon")
    assert "moved to the next day and hour" in second
    assert rest == "Then they wait: Coming back slowly has no letter yet, or is not public."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "no course for a series"),
        (["after-the-long-year", "--zone", "Lisbon"], "no time zone"),
        (["after-the-long-year", "--start", "tomorrow"], "Write it like"),
        (["after-the-long-year", "--start", "2026-13-01T10:00"], "Write it like"),
    ],
)
def test_a_simulation_that_cannot_be_says_why(course, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("simulate_course", *arguments)


def test_the_desk_shows_what_would_come_when_as_the_command_does(client, course):
    press(client, course, "open")
    where = reverse("newsletter_courses:dates", args=[course.pk])
    assert "What is burnout?" in page(client.get(where))  # for somebody who confirms now

    words = page(client.get(where, {"begins": "2026-12-01T21:30", "zone": "Europe/Lisbon", "pace": "course"}))

    assert '<th scope="row">What is burnout?</th><td>Tuesday 1 December 2026, 21:30 Lisbon</td>' in words
    assert "<td>Friday 4 December 2026, 09:00 Lisbon</td>" in words
    assert "moved to the next day and hour" in words
    assert "Readers wait here" in words
    weekly = page(client.get(where, {"begins": "2026-12-01T21:30", "zone": "Europe/Lisbon", "pace": "weekly"}))
    assert "Friday 11 December 2026, 09:00 Lisbon" in weekly


@pytest.mark.parametrize("begins", ["tomorrow", "9999-12-31T23:59", ""])
def test_a_moment_that_nobody_can_reckon_with_is_refused_beside_its_field(client, course, begins):
    where = reverse("newsletter_courses:dates", args=[course.pk])

    words = page(client.get(where, {"begins": begins, "zone": "Europe/Lisbon", "pace": "course"}))

    assert "w-field__errors" in words
    assert "The dates</h3>" not in words
