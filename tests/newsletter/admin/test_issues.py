from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletter.core.issue_state import Event
from newsletter.models import Issue, Newsletter
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


def test_an_author_writes_an_issue_which_is_a_draft_without_a_number(desk, world):
    answer = desk.post(reverse("newsletter_issues:add"), form(world))

    issue = Issue.objects.get()
    assert answer.status_code == 302
    assert (issue.number, issue.subject) == (None, "Two tired things")
    assert columns(desk, "number") == ["Draft"]


def columns(desk, name):
    """What the list says in a column, row by row."""
    page = desk.get(reverse("newsletter_issues:list"))
    column = next(each for each in page.context["table"].columns.values() if each.name == name)
    return [column.get_value(row) for row in page.context["table"].data]


def test_the_list_says_why_an_issue_has_no_number_yet(desk, scheduled):
    assert columns(desk, "number") == ["When it leaves"]
    Issue.objects.move(scheduled.pk, Event.START)
    assert columns(desk, "number") == ["1"]


def test_what_is_missing_is_told_beside_its_field(desk, world):
    answer = desk.post(reverse("newsletter_issues:add"), form(world, subject=""))

    assert answer.status_code == 200
    assert "subject" in answer.context["form"].errors
    assert not Issue.objects.exists()


def test_the_editor_has_the_preflight_panel_and_the_ways_on(desk, issue):
    page = desk.get(url("edit", issue)).content.decode()

    assert f'data-preflight="{url("preflight", issue)}"' in page
    assert "newsletter/preflight.js" in page
    assert ways_on(page) == ["sample_letter", "schedule"]


def ways_on(page):
    """The buttons of the header that save the form before they lead on."""
    buttons = [tag.split(">")[0] for tag in page.split("<button")[1:]]
    return [
        each.split('value="')[1].split('"')[0] for each in buttons if 'name="then"' in each and "w-editor-form" in each
    ]


@pytest.mark.parametrize(
    ("then", "leads_to"), [("", "edit"), ("schedule", "schedule"), ("sample_letter", "sample_letter")]
)
def test_saving_stays_in_the_editor_and_the_ways_on_save_first(desk, world, issue, then, leads_to):
    answer = desk.post(url("edit", issue), form(world, subject="Typed just now") | {"then": then})

    issue.refresh_from_db()
    assert answer.url == url(leads_to, issue)
    assert issue.subject == "Typed just now"


def test_a_new_issue_opens_in_its_editor_once_it_is_saved(desk, world):
    answer = desk.post(reverse("newsletter_issues:add"), form(world))
    page = desk.get(reverse("newsletter_issues:add")).content.decode()

    assert answer.url == url("edit", Issue.objects.get())
    assert ways_on(page) == ["sample_letter", "schedule"]
    assert "Save the issue once, and preflight looks at it." in page


def test_words_that_cannot_be_saved_lead_nowhere(desk, world, issue):
    answer = desk.post(url("edit", issue), form(world, subject="") | {"then": "schedule"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["subject"]


def test_a_way_on_that_does_not_exist_is_the_editor(desk, world, issue):
    assert desk.post(url("edit", issue), form(world) | {"then": "https://evil.example/"}).url == url("edit", issue)


def test_the_only_newsletter_is_chosen_already_and_one_of_two_is_not(desk, world):
    add = reverse("newsletter_issues:add")
    assert desk.get(add).context["form"]["newsletter"].value() == world.newsletter.pk

    Newsletter.objects.create(name="Other", slug="other", from_name="O", from_email="o@example.org")
    assert desk.get(add).context["form"]["newsletter"].value() is None


def test_the_items_say_what_they_are(desk):
    assert (
        "What stands in the letter, from top to bottom" in desk.get(reverse("newsletter_issues:add")).content.decode()
    )


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
    assert ways_on(client.get(url("edit", issue)).content.decode()) == ["sample_letter"]
    assert client.get(url("schedule", issue)).status_code == 302


@pytest.mark.parametrize("field", ["subject", "preview_text"])
@pytest.mark.parametrize("slip", ["\u202e", "\u0007", "\u2028"])
def test_what_turns_a_line_around_or_is_not_seen_is_refused_beside_its_field(desk, world, field, slip):
    answer = desk.post(reverse("newsletter_issues:add"), form(world, **{field: f"Hi {slip}there"}))

    assert "holds an invisible character" in str(answer.context["form"].errors[field])
    assert not Issue.objects.exists()


def test_the_list_the_header_and_the_progress_page_show_no_merge_field(desk, world, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(subject="Three walks, [[first_name|friend]], of [[newsletter]]")

    for page in (desk.get(reverse("newsletter_issues:list")), desk.get(url("progress", scheduled))):
        assert "Three walks, friend, of Slow Letters" in page.content.decode()
        assert "[[first_name" not in page.content.decode()


def test_two_windows_do_not_overwrite_each_other_unasked(desk, world, issue):
    mark = issue.words_mark
    first = desk.post(url("edit", issue), form(world, subject="From the first window", as_seen=mark))
    second = desk.post(url("edit", issue), form(world, subject="From the second window", as_seen=mark))

    issue.refresh_from_db()
    assert first.status_code == 302
    assert issue.subject == "From the first window"
    page = second.content.decode()
    assert "saved in another window or by somebody else" in page
    assert "From the second window" in page

    seen = second.context["form"].data["as_seen"]
    desk.post(url("edit", issue), form(world, subject="From the second window", as_seen=seen))
    issue.refresh_from_db()
    assert issue.subject == "From the second window"


def test_the_editor_carries_the_mark_of_what_it_shows(desk, issue):
    assert f'name="as_seen" value="{issue.words_mark}"' in desk.get(url("edit", issue)).content.decode()


def test_what_was_typed_stays_on_the_page_when_the_issue_was_scheduled_meanwhile(desk, world, scheduled):
    answer = desk.post(url("edit", scheduled), form(world, subject="Typed too late"))

    page = answer.content.decode()
    assert "Unschedule it first, then edit it." in page
    assert "Typed too late" in page
    scheduled.refresh_from_db()
    assert scheduled.subject != "Typed too late"
