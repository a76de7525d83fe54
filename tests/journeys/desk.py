"""What an author does at the desk, press by press, as a hand would."""

import re
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.product import AUTHOR

ISSUES = "/admin/newsletters/issues"
INSERT = "Insert a block"
EDITOR = "[contenteditable=true]"
OUTERMOST = "[data-streamfield-child]:not([data-streamfield-child] [data-streamfield-child])"
CARET_PATIENCE_MS = (2_000, 4_000, 8_000)
LAST_WORDS = "The window, for as long as the cup is hot"


@dataclass(frozen=True)
class Desk:
    """The admin in one browser window."""

    page: Page

    def log_in(self) -> None:
        self.page.goto("/admin/login/")
        self.page.locator("input[name=username]").fill(AUTHOR[0])
        self.page.locator("input[name=password]").fill(AUTHOR[1])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/admin/")

    def write_article(self, title: str) -> None:
        """An article with a heading, two sentences and a list of two, published."""
        self.open_page("Articles")
        self.page.goto(self.page.url.replace("/edit/", "/add_subpage/"))
        self.page.locator("#id_title").fill(title)
        self.insert("body", "Heading").get_by_label("Text", exact=False).first.fill("Why it takes so long")
        self.type_into(self.insert("body", "Text"), "Water needs its time. So do you, after a day like this.")
        items = self.insert("body", "List").locator("[data-contentpath=items]")
        self.type_into(items, "One cup, and no second thing to do")
        items.get_by_role("button", name="Add").last.click()
        expect(items.locator(EDITOR)).to_have_count(2)
        self.type_into(items, LAST_WORDS)
        # The editor saves by itself; words typed in the same instant as a save may wait for the author's own.
        expect(self.page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")
        self.publish()

    def write_issue(self, subject: str, *, article: str) -> str:
        """A draft of Slow Letters with a greeting and the article; the address of its editor."""
        self.page.goto(f"{ISSUES}/add/")
        self.page.get_by_role("textbox", name="Subject").fill(subject)
        self.type_into(self.insert("items", "Greeting"), "Good evening, [[first_name|friend]].")
        item = self.insert("items", "Article")
        self.choose("Choose a page", article)
        item.get_by_role("combobox", name="Mode").select_option("The beginning")
        self.save()
        self.page.wait_for_url("**/edit/**")
        return self.page.url

    def issue(self, subject: str) -> str:
        """The address of the editor of a draft, found in the list and opened."""
        self.page.goto(f"{ISSUES}/")
        self.page.get_by_role("link", name=subject, exact=True).click()
        self.page.wait_for_url("**/edit/**")
        return self.page.url

    def insert(self, field: str, block: str) -> Locator:
        """A new block of that name at the end of a stream."""
        stream = self.page.locator(f"[data-contentpath={field}]").first
        before = stream.locator(OUTERMOST).count()
        stream.get_by_role("button", name=INSERT).last.click()
        self.page.get_by_role("option", name=block, exact=True).click()
        expect(stream.locator(OUTERMOST)).to_have_count(before + 1)
        return stream.locator(OUTERMOST).last

    def type_into(self, block: Locator, words: str) -> None:
        """Into the last rich text of a block."""
        editor = block.locator(EDITOR).last
        self.set_caret(editor)
        self.page.keyboard.type(words)
        expect(editor).to_contain_text(words)

    def set_caret(self, editor: Locator) -> None:
        """A click into an editor; made again, as a hand would, where a page that still moves took it elsewhere."""
        for patience_ms in CARET_PATIENCE_MS:
            editor.click()
            with suppress(AssertionError):
                expect(editor).to_be_focused(timeout=patience_ms)
                return
        editor.click()
        expect(editor).to_be_focused()

    def choose(self, button: str, name: str) -> None:
        self.page.get_by_role("button", name=button).last.click()
        modal = self.page.locator(".modal-content")
        modal.get_by_role("link", name=name, exact=True).first.click()
        expect(modal).to_have_count(0)

    def open_page(self, *titles: str) -> None:
        """A page in its editor, found below the home page by going down the tree."""
        self.page.goto("/admin/pages/")
        for title in ("Small Hours", *titles[:-1]):
            self.page.get_by_role("link", name=f"Explore child pages of '{title}'").first.click()
        self.page.get_by_role("link", name=titles[-1], exact=True).first.click()
        self.page.wait_for_url("**/edit/")

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.said).to_contain_text(" ")

    def publish(self) -> None:
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name="Publish", exact=True).click()
        expect(self.said).to_contain_text("published")

    def look_at_schedule(self, editor: str) -> None:
        """What would happen at the time that is offered."""
        self.page.goto(editor)
        self.page.get_by_role("button", name="Schedule", exact=True).click()
        self.page.get_by_role("button", name="See what would happen").click()
        self.page.get_by_role("button", name="Look again").wait_for()
        self.page.wait_for_load_state()  # the button stands above what preflight says

    def schedule(self, editor: str) -> None:
        """For the time that is offered, with every question looked at and ticked."""
        self.look_at_schedule(editor)
        questions = self.page.locator("button[name=tick]")
        for left in range(questions.count(), 0, -1):
            questions.first.click()
            self.page.wait_for_load_state()
            expect(questions).to_have_count(left - 1)
        self.page.get_by_role("button", name="Schedule it").click()
        self.page.wait_for_url(re.compile("/progress/"))  # a tick leaves its #found behind

    def side_panel(self, name: str) -> Locator:
        """Preview or preflight, opened."""
        toggle = self.page.locator(f"[data-side-panel-toggle={name}]").first
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        return self.page.locator(f"[data-side-panel={name}]")

    def standing(self, address: str) -> Locator:
        """What the readers' desk says of one reader."""
        self.page.goto("/admin/newsletters/readers/")
        self.page.get_by_label("whole address").fill(address)
        self.page.get_by_role("button", name="Find", exact=True).click()
        self.page.wait_for_url(re.compile("/readers/[0-9a-f-]{36}/"))
        return self.page.locator("main section h3").first

    @property
    def said(self) -> Locator:
        """What the admin answers above the page."""
        return self.page.locator(".messages")
