"""What cannot be done is answered with what, where and what to do; and nothing that was typed is lost."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import EDITOR, ISSUES, Desk

YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 - a day in the past, wherever this runs
A_QUICK_HAND_MS = 40  # sooner no finger reaches the next key


def test_a_draft_in_an_issue_stops_scheduling_with_words_that_help(desk: Desk):
    desk.write_article("A door ajar")
    editor = desk.write_issue("Leave the door", article="A door ajar")
    _unpublish(desk, "A door ajar")
    desk.look_at_schedule(editor)
    expect(desk.page.get_by_text("“A door ajar” is a draft, so the letter cannot show it.")).to_be_visible()
    expect(desk.page.get_by_text("Publish it or take it out.")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Schedule it")).to_have_count(0)

    desk.page.get_by_role("link", name="Go to the issue").click()
    expect(desk.page.get_by_text("Good evening, [[first_name|friend]].").last).to_be_visible()
    expect(desk.page.get_by_text("A door ajar").first).to_be_visible()


def _unpublish(desk: Desk, title: str) -> None:
    desk.open_page("Articles", title)
    desk.page.goto(desk.page.url.replace("/edit/", "/unpublish/"))
    desk.page.get_by_role("button", name="Yes, unpublish it").click()
    expect(desk.said).to_contain_text("unpublished")


@pytest.fixture
def schedule(desk: Desk) -> Page:
    """The schedule page of the demo's draft."""
    desk.page.goto(f"{ISSUES}/3/schedule/")
    return desk.page


def test_a_time_in_the_past_is_named_and_kept(schedule: Page):
    _ask_for(schedule, day=YESTERDAY, hour="07:00", zone="Europe/Lisbon")

    expect(schedule.get_by_text("07:00 Lisbon has passed. Choose a later time.")).to_be_visible()
    expect(schedule.get_by_role("textbox", name="Date")).to_have_value(YESTERDAY.isoformat())


def test_a_time_that_no_clock_shows_is_explained_and_kept(schedule: Page):
    _ask_for(schedule, day=_night_of_the_spring_change(), hour="02:30", zone="Europe/Berlin")

    words = "This time does not exist in Berlin: clocks go forward at 02:00 that night. Choose 03:00 or later."
    expect(schedule.get_by_text(words)).to_be_visible()
    expect(schedule.get_by_role("textbox", name="Time")).to_have_value("02:30")


def test_an_unknown_zone_is_refused_and_the_rest_is_kept(schedule: Page):
    zone = schedule.get_by_role("combobox", name="Time zone")
    zone.evaluate("select => select.add(new Option('Atlantis', 'Europe/Atlantis'))")
    _ask_for(schedule, day=_night_of_the_spring_change(), hour="06:45", zone="Europe/Atlantis")

    expect(schedule.get_by_text("We do not know this time zone. Choose one from the list.")).to_be_visible()
    expect(schedule.get_by_role("textbox", name="Time")).to_have_value("06:45")


def _ask_for(page: Page, *, day: date, hour: str, zone: str) -> None:
    page.get_by_role("textbox", name="Date").fill(day.isoformat())
    page.get_by_role("textbox", name="Time").fill(hour)
    page.get_by_role("combobox", name="Time zone").select_option(zone)
    page.get_by_role("button", name="See what would happen").press("Enter")  # the picker may still lie over it


def _night_of_the_spring_change() -> date:
    """The last Sunday of next March, when clocks go forward in Berlin."""
    last = date(YESTERDAY.year + 1, 3, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_a_subject_with_pasted_control_characters_is_kept_and_marked_beside_its_field(desk: Desk):
    pasted = "Tea\x07 and \u202etalk"
    desk.page.goto("/admin/newsletters/issues/add/")
    subject = desk.page.get_by_role("textbox", name="Subject")
    subject.fill(pasted)
    desk.save()

    expect(desk.page.get_by_text("This line holds an invisible character or a line end.")).to_be_visible()
    expect(subject).to_have_value(pasted)


def test_a_from_address_that_is_none_is_marked_beside_its_field(desk: Desk):
    desk.page.goto("/admin/newsletters/newsletters/edit/1/")
    desk.page.get_by_role("textbox", name="From email").fill("letters@@example")
    desk.page.get_by_role("textbox", name="Description").fill("A letter with a new description.")
    desk.page.get_by_role("button", name="Save", exact=True).click()

    expect(desk.page.locator("#panel-child-sender-child-from_email-errors, .w-field--error")).to_contain_text(
        "Write a whole email address, like name@example.org."
    )
    expect(desk.page.get_by_role("textbox", name="Description")).to_have_value("A letter with a new description.")
    expect(desk.page.get_by_role("textbox", name="From email")).to_have_value("letters@@example")


def test_a_picture_that_is_no_picture_is_refused_by_its_name(desk: Desk, tmp_path: Path):
    wrong = tmp_path / "shopping-list.png"
    wrong.write_text("milk, tea, lamp oil")
    desk.page.goto("/admin/images/multiple/add/")
    desk.page.locator("input[type=file]").first.set_input_files(wrong)

    row = desk.page.locator("#upload-list li")
    expect(row).to_contain_text("shopping-list.png")
    expect(row).to_contain_text("This file does not open as a picture. Please export it again.")


def test_a_hand_that_saves_right_after_its_last_word_keeps_it(desk: Desk):
    editor = desk.write_issue("A quick hand", article="The Psychology of Putting Things Off")
    greeting = desk.page.locator("[data-contentpath=items]").first.locator(EDITOR).first
    desk.set_caret(greeting)
    desk.page.keyboard.type("And one more thing. ")
    desk.page.wait_for_timeout(A_QUICK_HAND_MS)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Control+s")

    desk.page.goto(editor)
    expect(desk.page.get_by_text("And one more thing.").first).to_be_visible()
