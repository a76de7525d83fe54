"""A reader asks for a series on its own page, confirms once, gets Part 1 in the mailbox, and chooses a pace."""

import re

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.mailbox import open_letter

NAME = "After the Long Year"
PHONE = {"width": 360, "height": 640}  # px


def test_from_the_series_page_to_the_first_part_and_a_pace_of_ones_own(page: Page):
    page.set_viewport_size(PHONE)
    page.goto("/series/after-the-long-year/")
    page.get_by_role("link", name="Send me this series part by part").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Get {NAME}")
    expect(page.get_by_role("checkbox", name=NAME)).to_be_checked()
    expect(page.get_by_text("then one part every 4 days").first).to_be_visible()
    _is_clean(page)
    page.get_by_label("Your email address").fill("olive@example.org")
    page.locator("[name=started]").evaluate("field => field.remove()")  # as on another site: no moment to wait for
    page.get_by_role("button", name="Send me the letters").click()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your inbox")

    letter = open_letter(page, to="olive@example.org", subject="Please confirm your email address")
    page.goto(letter.get_by_role("link", name="Yes, send me the letters").get_attribute("href"))
    page.get_by_role("button", name="Yes, send me the letters").click()
    expect(page.get_by_text(re.compile("Part 1 of 3 is on its way"))).to_be_visible()

    # Another story may have moved the parts; the demo's subjects are its author's own words, numbers and all.
    part = open_letter(page, to="olive@example.org", subject=f"{NAME}: Part")
    page.goto(part.get_by_role("link", name="Pause, or change how often a part comes").get_attribute("href"))
    expect(page.get_by_text(re.compile("Part 2 of 3 comes on"))).to_be_visible()
    _is_clean(page)
    page.get_by_role("button", name="One part a week").click()
    expect(page.get_by_role("status")).to_have_text("Kept. It counts from the next part.")
    expect(page.get_by_role("button", name="One part a week")).to_have_attribute("aria-current", "true")


def _is_clean(page: Page) -> None:
    page.evaluate(Axe().axe_script)
    assert page.evaluate("() => axe.run()")["violations"] == []
