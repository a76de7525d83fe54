"""A question is mended or ticked by a named person; the tick is kept and holds while its passage does."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from cms.core.findings import asks, fingerprint
from cms.models import Tick
from newsletter.core.issue_state import State
from newsletter.models import CompiledIssue
from newsletter.prepare import QuestionsOpen, freeze, preflight

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
GOOD = {"local_date": "2030-06-04", "local_time": "07:00", "zone": "Europe/Lisbon"}


@pytest.fixture
def issue(world):
    """A letter with one question: it has no preview text."""
    body = "<p>Hello there, and welcome to a letter about tea and patience.</p>"
    return world.add_issue(("greeting", {"body": body}), preview_text="")


@pytest.fixture
def panel(desk, issue):
    """The panel after a press of one of its buttons."""
    address = reverse("newsletter_issues:preflight", args=[issue.pk])
    return lambda **pressed: (desk.post(address, pressed) if pressed else desk.get(address)).json()


@pytest.fixture
def key(panel):
    """The value of the question's button."""
    return panel()["html"].split('name="tick" value="')[1].split('"')[0]


@pytest.fixture
def schedule(desk, issue):
    address = reverse("newsletter_issues:schedule", args=[issue.pk])
    return lambda **pressed: desk.post(address, {**GOOD, **pressed}, follow="schedule" not in pressed)


def state_of(issue):
    issue.refresh_from_db()
    return issue.state


def test_a_tick_says_who_and_when_and_is_not_counted_any_more(panel, key, world):
    before = panel()["count"]
    world.staff["mara"].first_name = "Mara"
    world.staff["mara"].save()

    after = panel(tick=key)

    tick = Tick.objects.get()
    assert (tick.by, tick.by_name, tick.check_code) == (world.staff["mara"], "Mara", "W3")
    assert f"Looked at by Mara, {tick.at.day} {tick.at:%B}" in after["html"]
    assert after["count"] == before - 1
    assert [found["looked_at"] for found in after["findings"] if found["check"] == "W3"] == [str(tick)]


def test_a_tick_can_be_taken_back(panel, key):
    panel(tick=key)
    after = panel(untick=key)

    assert not Tick.objects.exists()
    assert f'name="tick" value="{key}"' in after["html"]


def test_pressing_twice_keeps_the_first_tick(panel, key):
    panel(tick=key)
    first = Tick.objects.get().at
    panel(tick=key)

    assert Tick.objects.get().at == first


def test_a_tick_survives_unrelated_edits_and_falls_with_its_passage(panel, key, issue):
    issue.preview_text = "Too short"
    issue.save()
    key = panel()["html"].split('name="tick" value="')[1].split('"')[0]
    panel(tick=key)

    issue.subject = "Another subject altogether"
    issue.save()
    assert 'name="tick"' not in panel()["html"]

    issue.preview_text = "Still too short"
    issue.save()
    assert 'name="tick"' in panel()["html"]


def test_what_is_not_asked_cannot_be_ticked(panel, key):
    panel(tick="0" * 64)

    assert not Tick.objects.exists()


def test_a_tick_of_one_issue_answers_nothing_for_another(panel, key, world, desk):
    panel(tick=key)
    other = world.add_issue(("greeting", {"body": "<p>Hello there again, friend.</p>"}), preview_text="")

    assert 'name="tick"' in desk.get(reverse("newsletter_issues:preflight", args=[other.pk])).json()["html"]


def test_the_schedule_page_demands_each_tick_and_offers_it(schedule, issue, key):
    refused = schedule(schedule="1").content.decode()
    assert "Some questions below are still open." in refused
    assert state_of(issue) == State.DRAFT

    looked = schedule(tick=key).content.decode()
    assert "Looked at by mara" in looked
    assert f'name="untick" value="{key}"' in looked
    assert state_of(issue) == State.DRAFT

    assert schedule(schedule="1").status_code == 302
    assert state_of(issue) == State.SCHEDULED


def test_a_tick_taken_back_on_the_schedule_page_is_demanded_again(schedule, issue, key):
    schedule(tick=key)
    schedule(untick=key)

    assert "still open" in schedule(schedule="1").content.decode()
    assert state_of(issue) == State.DRAFT


def test_the_freeze_itself_refuses_open_questions_whoever_asks(issue, panel, key):
    with pytest.raises(QuestionsOpen, match="The letter has no preview text"):
        _freeze(issue)
    assert not CompiledIssue.objects.exists()

    panel(tick=key)
    kept = {finding.check: finding.mend for finding in _freeze(issue).seen_findings}
    assert kept["W3"].startswith("Looked at by mara, ")


def _freeze(issue):
    when = {"local_date": date(2026, 6, 4), "local_time": time(7), "zone": "Europe/Lisbon"}
    return freeze(issue.pk, by=None, now=NOW, **when)


def test_a_tick_keeps_its_name_when_the_account_goes(person, issue):
    sam = person()
    finding = next(iter(asks(preflight(issue, now=NOW))))
    Tick.objects.give(issue, [finding], key=fingerprint(finding), by=sam)
    sam.delete()

    assert str(Tick.objects.get()).startswith("Looked at by sam, ")


def test_who_may_not_change_issues_may_tick_nothing(client, issue, person, key):
    client.force_login(person())
    client.post(reverse("newsletter_issues:preflight", args=[issue.pk]), {"tick": key})

    assert not Tick.objects.exists()


def test_a_tick_needs_the_forms_token(issue, key, world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.staff["mara"])

    assert strict.post(reverse("newsletter_issues:preflight", args=[issue.pk]), {"tick": key}).status_code == 403
    assert not Tick.objects.exists()


def test_looking_ticks_nothing(desk, issue, key):
    desk.get(reverse("newsletter_issues:preflight", args=[issue.pk]), {"tick": key})

    assert not Tick.objects.exists()


def test_without_scripts_the_page_of_its_own_ticks_too(desk, issue, key):
    address = reverse("newsletter_issues:preflight", args=[issue.pk]) + "?page=1"
    page = desk.post(address, {"tick": key}, follow=True).content.decode()

    assert "Looked at by mara" in page
    assert f'<button type="submit" name="untick" value="{key}"' in page
