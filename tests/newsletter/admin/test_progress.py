from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from newsletter.core.issue_state import State
from newsletter.models import Exclusion, Issue
from newsletter.prepare import freeze

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def scheduled(issue):
    freeze(issue.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    issue.refresh_from_db()
    return issue


def ask(desk, name, issue, **query):
    return desk.get(reverse(f"newsletter_issues:{name}", args=[issue.pk]), query)


def test_a_scheduled_issue_says_when_it_leaves_and_can_be_taken_back(desk, scheduled):
    page = ask(desk, "progress", scheduled).content.decode()

    assert "Tuesday 4 June 2030, 07:00 Lisbon; 06:00 for you" in page
    assert 'value="unschedule"' in page
    assert "These are the frozen bytes." in page


def test_unscheduling_opens_the_editor_again(desk, scheduled):
    answer = desk.post(reverse("newsletter_issues:verb", args=[scheduled.pk]), {"verb": "unschedule"})

    scheduled.refresh_from_db()
    assert answer.url == reverse("newsletter_issues:edit", args=[scheduled.pk])
    assert (scheduled.state, scheduled.compiled) == (State.DRAFT, None)


def test_unscheduling_twice_says_that_it_is_too_late(desk, scheduled):
    address = reverse("newsletter_issues:verb", args=[scheduled.pk])
    desk.post(address, {"verb": "unschedule"})

    assert "cannot be unscheduled" in desk.post(address, {"verb": "unschedule"}, follow=True).content.decode()


@pytest.mark.parametrize("verb", ["", "explode", "__class__"])
def test_an_unknown_verb_is_not_found(desk, scheduled, verb):
    assert desk.post(reverse("newsletter_issues:verb", args=[scheduled.pk]), {"verb": verb}).status_code == 404


def test_who_may_only_write_cannot_pause_cancel_or_take_back(client, person, scheduled):
    client.force_login(person("change_issue"))
    client.post(reverse("newsletter_issues:verb", args=[scheduled.pk]), {"verb": "unschedule"})

    scheduled.refresh_from_db()
    assert scheduled.state == State.SCHEDULED


def test_a_verb_is_never_a_get(desk, scheduled):
    assert ask(desk, "verb", scheduled).status_code == 405


def test_the_equation_and_the_reasons_are_told(desk, world, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(state=State.HELD, hold_reason="no_recipients", candidates=2)
    for name, reason in (("bram", "suppressed"), ("dina", "paused")):
        Exclusion.objects.create(issue=scheduled, subscription=world.readers[name], reason=reason)

    numbers = ask(desk, "numbers", scheduled).json()

    assert (numbers["candidates"], numbers["recipients"], numbers["excluded"]) == (2, 0, 2)
    assert "2 candidates = 0 recipients + 2 left out" in numbers["html"]
    assert "The reader has paused." in numbers["html"]
    assert "No reader is left after the exclusions." in numbers["html"]


@pytest.mark.parametrize(("mode", "mark"), [("", "<h1"), ("dark", "@media all"), ("text", "<pre")])
def test_the_frozen_letter_is_shown_and_can_do_nothing(desk, scheduled, mode, mark):
    answer = ask(desk, "frozen", scheduled, mode=mode)

    assert mark in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_draft_has_no_progress_but_an_editor(desk, issue):
    assert ask(desk, "progress", issue).url == reverse("newsletter_issues:edit", args=[issue.pk])
    assert ask(desk, "frozen", issue).status_code == 404


def test_a_scheduled_issue_that_will_be_held_says_so_and_why_on_its_page_and_in_the_list(desk, world, scheduled):
    world.parts["signs"].article.unpublish()
    words = "As things stand it will be held. “Signs” is a draft, so the letter cannot show it."

    assert words in ask(desk, "progress", scheduled).content.decode()
    assert words in ask(desk, "numbers", scheduled).json()["html"]
    assert words in desk.get(reverse("newsletter_issues:list")).content.decode()


def test_a_scheduled_issue_that_nothing_stands_against_says_nothing_of_the_kind(desk, scheduled):
    assert "will be held" not in ask(desk, "progress", scheduled).content.decode()
    assert "will be held" not in desk.get(reverse("newsletter_issues:list")).content.decode()


def test_the_list_says_why_an_issue_is_held(desk, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(state=State.HELD, hold_reason="item_not_live")

    assert "Held. One of its items is not live yet." in desk.get(reverse("newsletter_issues:list")).content.decode()


def press(desk, issue, verb):
    answer = desk.post(reverse("newsletter_issues:verb", args=[issue.pk]), {"verb": verb}, follow=True)
    issue.refresh_from_db()
    return answer.content.decode()


def test_pause_and_resume_are_each_one_press(desk, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(state=State.HANDING_OVER)

    assert "Paused. Nothing more leaves" in press(desk, scheduled, "pause")
    assert scheduled.state == State.PAUSED
    assert "It goes on where it stopped." in press(desk, scheduled, "resume")
    assert scheduled.state == State.HANDING_OVER


def test_a_button_pressed_too_late_says_so_and_changes_nothing(desk, scheduled):
    assert "This issue is not paused." in press(desk, scheduled, "resume")
    assert scheduled.state == State.SCHEDULED


def test_only_what_can_be_done_now_has_a_button(desk, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(state=State.PAUSED)
    page = ask(desk, "progress", scheduled).content.decode()

    assert 'value="resume"' in page
    assert reverse("newsletter_issues:cancel", args=[scheduled.pk]) in page
    assert 'value="pause"' not in page
    assert 'value="unschedule"' not in page


def test_cancelling_is_final(desk, scheduled):
    Issue.objects.filter(pk=scheduled.pk).update(state=State.PAUSED)
    desk.post(reverse("newsletter_issues:cancel", args=[scheduled.pk]))

    assert "This issue is not paused." in press(desk, scheduled, "resume")
    assert scheduled.state == State.CANCELLED


def test_many_who_watch_cost_one_count_every_two_seconds(desk, issue, django_assert_max_num_queries):
    address = reverse("newsletter_issues:numbers", args=[issue.pk])
    first = desk.get(address).json()

    with django_assert_max_num_queries(10) as asked:
        again = desk.get(address).json()

    assert again == first
    assert not [each for each in asked.captured_queries if 'FROM "newsletter_delivery"' in each["sql"]]
