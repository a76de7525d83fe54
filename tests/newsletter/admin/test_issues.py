from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletter.models import Issue
from newsletter.prepare import freeze

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def url(name, issue):
    return reverse(f"newsletter_issues:{name}", args=[issue.pk])


def form(world, **changes):
    items = streamfield([("greeting", {"body": rich_text("<p>Hello.</p>")})])
    fields = {"newsletter": world.newsletter.pk, "subject": "Two tired things", "preview_text": "", "items": items}
    return nested_form_data({**fields, **changes})


@pytest.fixture
def scheduled(issue):
    freeze(issue.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    issue.refresh_from_db()
    return issue


def test_an_author_writes_an_issue_and_it_gets_its_number(desk, world):
    answer = desk.post(reverse("newsletter_issues:add"), form(world))

    issue = Issue.objects.get()
    assert answer.status_code == 302
    assert (issue.number, issue.subject) == (1, "Two tired things")


def test_what_is_missing_is_told_beside_its_field(desk, world):
    answer = desk.post(reverse("newsletter_issues:add"), form(world, subject=""))

    assert answer.status_code == 200
    assert "subject" in answer.context["form"].errors
    assert not Issue.objects.exists()


def test_the_editor_has_the_preflight_panel_and_the_way_to_schedule(desk, issue):
    page = desk.get(url("edit", issue)).content.decode()

    assert f'data-preflight="{url("preflight", issue)}"' in page
    assert url("schedule", issue) in page
    assert "newsletter/preflight.js" in page


def test_the_list_says_state_time_and_number(desk, scheduled):
    page = desk.get(reverse("newsletter_issues:list")).content.decode()

    assert scheduled.subject in page
    assert "Scheduled" in page
    assert "Tuesday 4 June 2030, 07:00 Lisbon" in page


def test_a_scheduled_issue_is_not_edited_but_unscheduled_first(desk, world, scheduled):
    shown = desk.get(url("edit", scheduled))
    answer = desk.post(url("edit", scheduled), form(world), follow=True)

    scheduled.refresh_from_db()
    assert shown.url == url("progress", scheduled)
    assert "Unschedule it first" in answer.content.decode()
    assert scheduled.subject != "Two tired things"


@pytest.mark.parametrize("mode", ["email", "dark", "text", "web"])
def test_every_preview_shows_the_letter_while_it_is_written(desk, world, issue, mode):
    preview = reverse("newsletter_issues:preview_on_edit", args=[issue.pk])
    stored = desk.post(preview, form(world, subject="Not saved yet"))
    page = desk.get(preview, {"mode": mode}).content.decode()

    assert stored.json()["is_valid"]
    assert "Not saved yet" in page
    assert "[[" not in page
    assert ("@media all" in page) is (mode == "dark")


def test_an_issue_that_was_never_saved_has_a_preview(desk, world):
    preview = reverse("newsletter_issues:preview_on_add")
    desk.post(preview, form(world, subject="Brand new"))

    assert "Brand new" in desk.get(preview, {"mode": "email"}).content.decode()


def test_a_person_without_the_permission_sees_nothing(client, person, issue):
    client.force_login(person())

    for name in ("edit", "preflight", "schedule", "progress", "numbers", "frozen"):
        assert client.get(url(name, issue)).status_code == 302, name
    assert client.post(url("verb", issue), {"verb": "unschedule"}).status_code == 302


def test_a_writer_may_not_schedule(client, person, issue):
    client.force_login(person("change_issue", "view_issue"))

    assert client.get(url("preflight", issue)).status_code == 200
    assert url("schedule", issue) not in client.get(url("edit", issue)).content.decode()
    assert client.get(url("schedule", issue)).status_code == 302
