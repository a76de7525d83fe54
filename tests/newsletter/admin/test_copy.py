from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletter.core.issue_state import State
from newsletter.models import Issue
from newsletter.prepare import freeze

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def scheduled(issue):
    freeze(issue.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    issue.refresh_from_db()
    return issue


def url(name, issue):
    return reverse(f"newsletter_issues:{name}", args=[issue.pk])


def test_a_copy_has_the_words_and_nothing_of_time_or_state(scheduled):
    copy = scheduled.as_new_draft()
    copy.save()
    copy.refresh_from_db()

    words = ("newsletter", "subject", "preview_text")
    assert all(getattr(copy, name) == getattr(scheduled, name) for name in words)
    assert [child.block_type for child in copy.items] == ["greeting", "part"]
    assert copy.items.get_prep_value() == scheduled.items.get_prep_value()
    assert (copy.state, copy.send_at, copy.compiled, copy.audience) == (State.DRAFT, None, None, None)
    assert copy.pk != scheduled.pk


def test_the_editor_of_a_copy_opens_with_the_words_and_stores_nothing_yet(desk, scheduled):
    page = desk.get(url("copy", scheduled))

    assert page.context["form"]["subject"].value() == scheduled.subject
    assert page.context["action_url"] == reverse("newsletter_issues:add")
    assert Issue.objects.count() == 1


def test_saving_at_the_address_of_the_copy_never_writes_into_the_first_issue(desk, world, scheduled):
    items = streamfield([("greeting", {"body": rich_text("<p>Hello again.</p>")})])
    fields = {"newsletter": world.newsletter.pk, "subject": "Said again", "preview_text": "", "items": items}
    desk.post(url("copy", scheduled), nested_form_data(fields))

    scheduled.refresh_from_db()
    assert scheduled.subject != "Said again"
    assert Issue.objects.get(subject="Said again").state == State.DRAFT


@pytest.mark.parametrize("state", [State.HANDED_OVER, State.CANCELLED, State.HELD])
def test_an_issue_that_is_no_draft_is_viewed_and_copied_but_not_edited_or_deleted(desk, scheduled, state):
    Issue.objects.filter(pk=scheduled.pk).update(state=state, number=1, hold_reason="late")
    page = desk.get(reverse("newsletter_issues:list")).content.decode()

    assert [label for label in ("View", "Copy", "Edit", "Delete") if _in_menu(page, label)] == ["View", "Copy"]
    assert url("delete", scheduled) not in page


def test_a_draft_is_edited_copied_and_deleted(desk, issue):
    page = desk.get(reverse("newsletter_issues:list")).content.decode()

    assert [label for label in ("View", "Edit", "Copy", "Delete") if _in_menu(page, label)] == [
        "Edit",
        "Copy",
        "Delete",
    ]
    assert url("delete", issue) in page


def _in_menu(page: str, label: str) -> bool:
    buttons = [each.split("</a>")[0] for each in page.split("<a ")[1:]]
    return any(each.rstrip().endswith(label) and "/issues/" in each for each in buttons)


def test_the_progress_page_and_the_refusal_to_send_again_lead_to_a_copy(desk, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(state=State.HANDED_OVER, number=1)
    page = desk.get(url("progress", scheduled)).content.decode()
    refused = desk.get(url("schedule", scheduled), follow=True).content.decode()

    assert url("copy", scheduled) in page
    assert "nobody gets the same letter twice by accident" in refused
    assert refused.count(url("copy", scheduled)) == 2  # in the words of the refusal, and in the header


def test_who_may_not_write_issues_is_offered_no_copy(client, person, scheduled):
    client.force_login(person("change_issue", "view_issue"))

    assert url("copy", scheduled) not in client.get(url("progress", scheduled)).content.decode()
    assert client.get(url("copy", scheduled)).status_code == 302
