"""An author's whole way: a text, a letter, a time; and a reader's: a letter, its links, the way out."""

import re

from playwright.sync_api import APIRequestContext, FrameLocator, Page, expect

from tests.journeys.clock import make_due
from tests.journeys.desk import LAST_WORDS, Desk
from tests.journeys.mailbox import open_letter

TITLE, SUBJECT = "Tea, slowly", "The kettle has time"
READER, NAME = "reader08@example.org", "Beatriz"
PREVIEW = "A cup, a window, and nothing else that wants to be done tonight."
MODES = {
    "email": "Good evening, Ada.",
    "dark": "Good evening, Ada.",
    "text": "Good evening, Ada.",
    "web": "Good evening, friend.",
}


def test_an_author_writes_previews_schedules_and_the_letter_lies_in_the_mailbox(desk: Desk, page: Page, product):
    desk.write_article(TITLE)
    editor = desk.write_issue(SUBJECT, article=TITLE)
    _mend_what_preflight_found(desk)
    _look_at_every_face(desk)
    readers = _schedule(desk, editor)
    make_due(product, SUBJECT)
    _wait_for_the_hand_over(desk, readers=readers)

    letter = _open_in_mailbox(page)
    links = [link.get_attribute("href") for link in letter.get_by_role("link").all()]
    _every_link_leads_somewhere(page.request, links)
    way_out = next(link for link in links if "/u/" in link)

    _looking_changes_nothing(page, desk, way_out)
    _leave(page, desk, way_out)
    _is_left_out_next_time(desk, readers=readers)


def _mend_what_preflight_found(desk: Desk) -> None:
    """The counter says one, the panel says which, and after the mend there is nothing to count."""
    counter = desk.page.locator("[data-side-panel-toggle=preflight] [data-side-panel-toggle-counter]")
    expect(counter).to_have_text("1")
    expect(desk.side_panel("preflight")).to_contain_text("The letter has no preview text.")
    desk.page.get_by_role("link", name="Go there").click()
    expect(desk.page.get_by_role("textbox", name="Preview text")).to_be_focused()

    desk.page.keyboard.type(PREVIEW)
    desk.save()
    expect(desk.side_panel("preflight")).to_contain_text("Nothing to mend.")
    expect(counter).to_be_hidden()


def _look_at_every_face(desk: Desk) -> None:
    panel = desk.side_panel("preview")
    face = desk.page.frame_locator("iframe[title=Preview]").last
    for mode, greeting in MODES.items():
        panel.get_by_label("Preview mode").select_option(mode)
        expect(desk.page.locator(f"iframe[title=Preview][src*='mode={mode}']").last).to_be_attached()
        expect(face.get_by_text(greeting).first).to_be_visible()


def _schedule(desk: Desk, editor: str) -> int:
    """How many readers the page promises."""
    desk.look_at_schedule(editor)
    promise = desk.page.get_by_text(re.compile(f"readers get “{SUBJECT}” on .* 07:00 Lisbon")).inner_text()
    desk.page.get_by_role("button", name="Schedule it").click()
    expect(desk.said).to_contain_text(re.compile("Scheduled for .* 07:00 Lisbon"))
    return int(re.search(r"\d+", promise).group())


def _wait_for_the_hand_over(desk: Desk, *, readers: int) -> None:
    """The page that is open says so by itself."""
    expect(desk.page.get_by_text("Every delivery has ended.")).to_be_visible(timeout=60_000)
    expect(desk.page.get_by_text(f"{readers} of {readers} letters settled")).to_be_visible()
    expect(desk.page.locator("tr", has_text="Handed over").get_by_text(str(readers), exact=True)).to_be_visible()


def _open_in_mailbox(page: Page) -> FrameLocator:
    letter = open_letter(page, to=READER, subject=SUBJECT)
    page.get_by_role("link", name="On a phone").click()
    expect(letter.get_by_text(f"Good evening, {NAME}.")).to_be_visible()

    assert _scrolls_sideways(page.main_frame) == 0
    assert _scrolls_sideways(page.frames[1]) == 0
    return letter


def _scrolls_sideways(frame) -> int:
    return frame.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _every_link_leads_somewhere(request: APIRequestContext, links: list[str]) -> None:
    assert any(link.endswith("/articles/tea-slowly/") for link in links), links
    answers = {link: request.get(link).status for link in links if link.startswith("http")}
    assert set(answers.values()) == {200}, answers
    assert LAST_WORDS in request.get("/articles/tea-slowly/").text()


def _looking_changes_nothing(page: Page, desk: Desk, way_out: str) -> None:
    page.goto(way_out)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unsubscribe from Slow Letters?")
    expect(page.locator("button.is-big")).to_have_count(1)
    expect(desk.standing(READER)).to_contain_text("Slow Letters: active")


def _leave(page: Page, desk: Desk, way_out: str) -> None:
    page.goto(way_out)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You're unsubscribed.")
    expect(desk.standing(READER)).to_contain_text("Slow Letters: ended")


def _is_left_out_next_time(desk: Desk, *, readers: int) -> None:
    desk.look_at_schedule(desk.issue("An apology: what it is, and what it is not"))
    expect(desk.page.get_by_text(f"{readers - 1} readers get “An apology")).to_be_visible()
