"""An issue that has left the desk: stopped, resumed and cancelled; tried on a colleague; refused a second time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clock import make_due
from tests.journeys.desk import ISSUES, Desk
from tests.journeys.mailbox import open_letter
from tests.product import Product

ARTICLE = "Why Kind People Go Quiet"
SUBJECT = "A letter that thinks again"


@pytest.fixture
def stopped(product: Product) -> Iterator[None]:
    """Every sender waits: the way in which a slow hand-over can be looked at."""
    product.manage("stop_sending")
    yield
    product.manage("stop_sending", "--undo")


def test_an_author_pauses_resumes_and_cancels(desk: Desk, product: Product, stopped):
    desk.schedule(desk.write_issue(SUBJECT, article=ARTICLE))
    make_due(product, SUBJECT)
    expect(desk.page.get_by_text("Everything is stopped: Stopped on the command line.")).to_be_visible(timeout=60_000)
    expect(desk.page.locator("tr", has_text="Pending")).to_be_visible()

    _press(desk, "Pause", then="Paused. Nothing more leaves until you resume it.")
    expect(desk.page.get_by_text("Paused by mara at")).to_be_visible()
    _press(desk, "Resume", then="Resumed. It goes on where it stopped.")
    desk.page.get_by_role("link", name="Cancel for good").click()
    expect(desk.page.get_by_text("No letter has been handed over yet.")).to_be_visible()
    expect(desk.page.get_by_text("This cannot be undone")).to_be_visible()
    _press(desk, "Cancel it for good", then="Cancelled. 0 had already been handed over; the rest stays here.")
    expect(desk.page.locator("tr", has_text="Cancelled")).to_be_visible()
    expect(desk.page.get_by_text("were cancelled and never leave")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Resume")).to_have_count(0)


def _press(desk: Desk, verb: str, *, then: str) -> None:
    desk.page.get_by_role("button", name=verb).click()
    expect(desk.said).to_contain_text(then)


def test_nothing_of_a_cancelled_issue_reaches_the_mailbox(page: Page):
    page.goto("/mailbox/")

    expect(page.get_by_text(SUBJECT)).to_have_count(0)


def test_a_test_letter_reaches_a_colleague(desk: Desk, page: Page):
    desk.write_issue("Have a look, please", article=ARTICLE)
    desk.page.get_by_role("button", name="Send a test").click()
    desk.page.get_by_role("button", name="Send the test").click()
    expect(desk.said).to_contain_text("On its way to one person.")

    letter = open_letter(page, to="mara@example.org", subject="[Test] Have a look, please")
    expect(letter.get_by_text("Good evening, Mara.")).to_be_visible()


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("schedule", "nobody gets the same letter twice by accident"),
        ("test", "What readers got is on its progress page"),
        ("", "Every delivery has ended."),
    ],
)
def test_sending_again_is_refused_with_its_reason(desk: Desk, way, words):
    desk.page.goto(f"{ISSUES}/1/{way}/" if way else f"{ISSUES}/edit/1/")

    expect(desk.page).to_have_url(f"{ISSUES}/1/progress/")
    expect(desk.page.get_by_text(words)).to_be_visible()
    expect(desk.page.get_by_role("button", name="Send it now")).to_have_count(0)
