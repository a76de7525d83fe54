"""The first page of the admin: which letters want a person, which leave, which wait and which are being written."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from newsletter.admin.home import STANDS_STILL
from newsletter.core.courses.moves import Move
from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason
from newsletter.core.issue_words import HOLD_REASONS
from newsletter.courses.deeds import open_course
from newsletter.issues import stop_sending
from newsletter.models import Course, Delivery, Heartbeat, Issue
from newsletter.prepare import freeze
from newsletter.send import start
from tests.factories import due_issue, unasked

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def scheduled(issue):
    freeze(issue.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    return Issue.objects.get(pk=issue.pk)


def said(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def kinds(client):
    """What the panel lists: its headings, each with the subjects below."""
    page = client.get(reverse("wagtailadmin_home"))
    found = next(each["kinds"] for each in page.context if "kinds" in each)
    return {kind.heading: [row.issue.subject for row in kind.rows] for kind in found}


def test_a_draft_leads_to_its_editor(desk, issue):
    assert kinds(desk) == {"Drafts": [issue.subject]}
    assert reverse("newsletter_issues:edit", args=[issue.pk]) in said(desk)


def test_a_scheduled_letter_says_when_it_leaves_and_leads_to_its_progress(desk, scheduled):
    assert kinds(desk) == {"Scheduled": [scheduled.subject]}
    page = said(desk)
    assert "Tuesday 4 June 2030, 07:00 Lisbon" in page
    assert reverse("newsletter_issues:progress", args=[scheduled.pk]) in page


def test_a_held_letter_stands_first_with_its_reason(desk, scheduled, world):
    other = world.add_issue(("greeting", {"body": "<p>Later.</p>"}))
    Issue.objects.hold(scheduled.pk, Hold(reason=HoldReason.LATE))

    assert list(kinds(desk)) == ["Waiting for you", "Drafts"]
    assert HOLD_REASONS[HoldReason.LATE] in said(desk)
    assert kinds(desk)["Drafts"] == [other.subject]


def test_a_held_series_by_mail_waits_with_its_reason_for_whoever_runs_courses(desk, client, person, world):
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    open_course(course)
    assert "wait for you" not in said(desk)

    Course.objects.all().move(course.pk, Move.HOLD, hold_detail="Late by more than a week.")

    page = said(desk)
    assert "Series by mail that wait for you" in page
    assert "After the Long Year</a><span>Held. Late by more than a week." in page
    assert reverse("newsletter_courses:standing", args=[course.pk]) in page
    client.force_login(person("add_issue"))
    assert "Late by more than a week." not in said(client)


def test_a_letter_that_is_leaving_says_how_far_it_is(desk, scheduled):
    Issue.objects.move(scheduled.pk, Event.START)
    Issue.objects.move(scheduled.pk, Event.BEGIN, candidates=3)

    assert kinds(desk) == {"On their way": [scheduled.subject]}
    assert "Handed over to 0 of" in said(desk)


def test_letters_that_no_server_was_asked_to_take_are_named_with_their_number(desk, world):
    left = due_issue(world.newsletter)
    start(left.pk, recheck=unasked)
    Delivery.objects.filter(issue=left).update(lost_claims=5)

    assert "2 never offered." in said(desk)


def test_it_says_that_nothing_leaves_while_no_scheduler_is_heard(desk):
    assert STANDS_STILL in said(desk)

    Heartbeat.objects.beat("a-token", kind=Heartbeat.Kind.SCHEDULER, host="here", pid=1, tz_version="2026a")
    assert STANDS_STILL not in said(desk)


def test_it_says_who_stopped_everything_and_why(desk, world):
    stop_sending(by=world.staff["mara"], why="A wrong date in Part 2")

    assert "A wrong date in Part 2" in said(desk)


def test_authors_see_their_own_letters_alone(client, person, issue, world):
    author = person("add_issue")
    client.force_login(author)
    assert kinds(client) == {}
    assert "No letter waits and none is being written." in said(client)

    Issue.objects.filter(pk=issue.pk).update(owner=author)
    assert kinds(client) == {"Drafts": [issue.subject]}


def test_staff_who_have_nothing_to_do_with_letters_see_no_panel(client, person, issue):
    client.force_login(person())
    page = said(client)

    assert issue.subject not in page
    assert "Write an issue" not in page
    assert STANDS_STILL not in page
