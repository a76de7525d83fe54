"""A question is ticked in the panel beside the issue; what goes wrong on the way is said, and nothing is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk import ISSUES, Desk

QUESTION = "The preview text has fewer than 30 characters."
LOOKED = "I have looked at this"
TAKE_BACK = "Take it back"


@pytest.fixture
def panel(desk: Desk) -> Iterator[Locator]:
    """The panel of the demo's draft, whose preview text raises one question; put back afterwards."""
    desk.page.goto(f"{ISSUES}/edit/3/")
    preview = desk.page.get_by_role("textbox", name="Preview text")
    before = preview.input_value()
    preview.fill("Too short")
    desk.save()
    desk.page.goto(f"{ISSUES}/edit/3/")
    shown = desk.side_panel("preflight")
    expect(shown).to_contain_text(QUESTION)
    yield shown
    if "sessionid" not in {cookie["name"] for cookie in desk.page.context.cookies()}:
        desk.log_in()
    desk.page.goto(f"{ISSUES}/edit/3/")
    desk.page.get_by_role("textbox", name="Preview text").fill(before)
    desk.save()


def test_two_presses_are_one_tick_and_the_keyboard_stays_where_it_was(panel: Locator):
    page = panel.page
    posted: list[str] = []
    page.on("request", lambda sent: posted.append(sent.url) if sent.method == "POST" else None)

    panel.get_by_role("button", name=LOOKED).evaluate("button => { button.focus(); button.click(); button.click(); }")

    expect(panel.get_by_role("button", name=TAKE_BACK)).to_be_focused()
    assert len([url for url in posted if "preflight" in url]) == 1
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name=LOOKED)).to_be_focused()


@pytest.mark.parametrize(
    ("status", "words"), [(500, "could not be asked just now"), (403, "This was not kept: the page is older")]
)
def test_a_server_that_says_no_is_quoted_and_the_questions_stay(panel: Locator, status: int, words: str):
    panel.page.route("**/preflight/**", lambda route: route.fulfill(status=status, body="no"))

    panel.get_by_role("button", name=LOOKED).click()

    expect(panel.get_by_role("alert")).to_contain_text(words)
    expect(panel).to_contain_text(QUESTION)
    _ticks_after_all(panel)


def test_a_lost_connection_is_told_and_the_questions_stay(panel: Locator):
    panel.page.route("**/preflight/**", lambda route: route.abort())

    panel.get_by_role("button", name=LOOKED).click()

    expect(panel.get_by_role("alert")).to_contain_text("Check your connection")
    _ticks_after_all(panel)


def test_a_log_in_that_ended_is_told_and_the_questions_stay(panel: Locator):
    panel.page.context.clear_cookies(name="sessionid")

    panel.get_by_role("button", name=LOOKED).click()

    expect(panel.get_by_role("alert")).to_contain_text("You are logged out")
    expect(panel.get_by_role("button", name=LOOKED)).to_be_visible()


def _ticks_after_all(panel: Locator) -> None:
    page: Page = panel.page
    page.unroute("**/preflight/**")
    panel.get_by_role("button", name=LOOKED).click()
    expect(panel.get_by_role("button", name=TAKE_BACK)).to_be_visible()
    expect(panel.get_by_role("alert")).to_be_hidden()
    panel.get_by_role("button", name=TAKE_BACK).click()
    expect(panel.get_by_role("button", name=LOOKED)).to_be_visible()
