import pytest
from django.urls import reverse

from newsletter.core.issue_state import State
from newsletter.models import Issue
from tests.factories import segment

GOOD = {"local_date": "2030-06-04", "local_time": "07:00", "zone": "Europe/Lisbon"}


@pytest.fixture
def page(desk, issue):
    address = reverse("newsletter_issues:schedule", args=[issue.pk])
    return lambda **data: desk.post(address, {**GOOD, **data}, follow="look" in data) if data else desk.get(address)


def state_of(issue):
    issue.refresh_from_db()
    return issue.state


def test_the_page_offers_the_newsletters_zone(page):
    assert page().context["form"].initial["zone"] == "Europe/Lisbon"


def test_looking_says_who_when_and_how_many_and_writes_nothing(page, issue):
    words = " ".join(page(look="1").content.decode().split())

    assert "2 readers get “After the Long Year: Signs” on Tuesday 4 June 2030, 07:00 Lisbon; 06:00 for you" in words
    assert "The reader has paused." in words
    assert "Schedule it" in words
    assert state_of(issue) == State.DRAFT


def test_what_would_happen_has_an_address_so_that_the_way_back_leads_there(desk, issue):
    address = reverse("newsletter_issues:schedule", args=[issue.pk])
    looked = desk.post(address, {**GOOD, "look": "1", "csrfmiddlewaretoken": "secret"})

    assert looked.status_code == 302
    assert "secret" not in looked.url
    assert "2 readers get" in desk.get(looked.url).content.decode()
    assert "We do not know this time zone." in desk.get(f"{address}?local_date=2030-06-04&zone=Mars").content.decode()


def test_one_more_press_schedules_it(page, issue):
    answer = page(schedule="1")

    assert answer.url == reverse("newsletter_issues:progress", args=[issue.pk])
    assert state_of(issue) == State.SCHEDULED
    assert issue.compiled.is_unaltered


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"local_date": "2020-01-01"}, "The year 2020 has passed. Choose a later day."),
        ({"local_date": "2030-03-31", "local_time": "02:30", "zone": "Europe/Berlin"}, "Choose 03:00 or later."),
        ({"local_date": "soon"}, "Choose a day that exists, like 2026-06-03."),
        ({"zone": "Mars/North"}, "We do not know this time zone. Choose one from the list."),
        ({"local_time": "25:99"}, "Write a time of day, like 07:30."),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(page, issue, change, words):
    answer = page(schedule="1", **change)

    assert words in answer.content.decode()
    assert state_of(issue) == State.DRAFT


def test_an_issue_with_a_draft_inside_has_no_button(desk, world):
    issue = world.add_issue(("part", {"part": str(world.parts["back"].uuid), "mode": "whole"}))
    answer = desk.post(reverse("newsletter_issues:schedule", args=[issue.pk]), {**GOOD, "schedule": "1"})

    assert "cannot be scheduled yet" in answer.content.decode()
    assert 'name="schedule"' not in answer.content.decode()
    assert state_of(issue) == State.DRAFT


def test_a_scheduled_issue_leads_to_its_progress(page, issue):
    page(schedule="1")

    assert page().url == reverse("newsletter_issues:progress", args=[issue.pk])


@pytest.fixture
def held(page, issue):
    """Scheduled, then found too late."""
    page(schedule="1")
    Issue.objects.filter(pk=issue.pk).update(state=State.HELD, hold_reason="late")
    issue.refresh_from_db()
    return issue


def test_a_held_issue_gets_a_new_time_through_the_same_page(desk, held):
    address = reverse("newsletter_issues:new_time", args=[held.pk])
    frozen = held.compiled_id

    assert "Its words are frozen and stay as they are." in desk.get(address).content.decode()
    assert "2 readers get" in desk.post(address, {**GOOD, "look": "1"}, follow=True).content.decode()
    assert desk.post(address, {**GOOD, "schedule": "1"}).url == reverse("newsletter_issues:progress", args=[held.pk])
    assert (state_of(held), held.compiled_id, held.hold_reason) == (State.SCHEDULED, frozen, "")


def test_the_progress_of_a_held_issue_offers_both_ways_on(desk, held):
    page = desk.get(reverse("newsletter_issues:progress", args=[held.pk])).content.decode()

    assert "Give it a new time" in page
    assert 'value="send_now"' in page


def test_an_issue_that_is_not_held_gets_no_new_time(desk, issue):
    answer = desk.get(reverse("newsletter_issues:new_time", args=[issue.pk]), follow=True)

    assert "does not wait for a new time" in answer.content.decode()


def test_whoever_scheduled_it_stands_in_its_events(page, issue, world):
    page(schedule="1")

    assert issue.events.get(event="schedule").actor == world.staff["mara"]


LISBON = {"field": "zone", "op": "in", "value": ["Europe/Lisbon"]}


def told(answer):
    return " ".join(answer.content.decode().split())


def test_a_segment_is_chosen_looked_at_and_scheduled_as_it_was_seen(page, issue, world):
    chosen = segment(world.newsletter, include=LISBON)
    looked = page(look="1", segment=chosen.pk)
    seen = looked.context["proposal"].audience.fingerprint

    words = told(looked)
    assert "Readers of whom this is so: time zone is “Europe/Lisbon”." in words
    assert "Of 4 readers of this newsletter, 3 are not in the segment." in words
    assert "A letter to a segment is its readers' alone" in words
    assert "1 reader gets “After the Long Year: Signs”" in words
    page(schedule="1", segment=chosen.pk, seen=seen)
    assert state_of(issue) == State.SCHEDULED
    assert "To the segment Near Lisbon. Readers" in told(page().client.get(page().url))


def test_a_segment_that_changed_since_the_look_is_looked_at_again(page, issue, world):
    chosen = segment(world.newsletter, include=LISBON)

    assert "not the audience that you looked at" in told(page(schedule="1", segment=chosen.pk, seen="another rule"))
    assert "not the audience that you looked at" in told(page(schedule="1", segment=chosen.pk))
    assert state_of(issue) == State.DRAFT


def test_who_may_not_see_readers_reads_no_small_number(client, person, issue, world):
    client.force_login(person("schedule_issue"))
    chosen = segment(world.newsletter, include=LISBON)
    address = reverse("newsletter_issues:schedule", args=[issue.pk])

    words = told(client.post(address, {**GOOD, "look": "1", "segment": chosen.pk}, follow=True))

    assert "Fewer than 5 readers get it." in words
    assert "Of fewer than 5 readers of this newsletter, fewer than 5 are not in the segment." in words
    assert "Somebody who may see readers has to schedule this letter" in words


def test_a_rule_about_progress_is_offered_to_those_who_may_use_it(client, person, issue, world):
    part = str(world.parts["signs"].uuid)
    chosen = segment(world.newsletter, exclude={"field": "parts", "op": "any_of", "value": [part]})
    address = reverse("newsletter_issues:schedule", args=[issue.pk])
    client.force_login(person("schedule_issue"))

    assert "This segment is not there any more" in told(client.post(address, {**GOOD, "segment": chosen.pk}))


def test_a_new_time_keeps_the_audience_that_was_frozen(page, held, desk, world):
    Issue.objects.filter(pk=held.pk).update(
        audience={"segment": "Near Lisbon", "rule": {"version": 1, "include": LISBON}, "words": "In Lisbon."}
    )
    address = reverse("newsletter_issues:new_time", args=[held.pk])

    looked = desk.post(address, {**GOOD, "look": "1"}, follow=True)
    assert "1 reader gets" in told(looked)
    desk.post(address, {**GOOD, "schedule": "1", "seen": looked.context["proposal"].audience.fingerprint})
    assert state_of(held) == State.SCHEDULED
    assert held.audience["segment"] == "Near Lisbon"


def test_words_that_nobody_looked_at_are_not_scheduled(page, issue):
    seen = page(look="1").context["issue"].words_mark
    Issue.objects.get(pk=issue.pk).save()

    refused = page(schedule="1", words=seen)
    assert "The letter was changed since you looked at it." in refused.content.decode()
    assert state_of(issue) == State.DRAFT

    page(schedule="1", words=refused.context["issue"].words_mark)
    assert state_of(issue) == State.SCHEDULED


def test_the_browser_asks_for_the_day_and_the_time_itself(page):
    words = page().content.decode()

    assert 'type="date" name="local_date"' in words
    assert 'type="time" name="local_time"' in words
