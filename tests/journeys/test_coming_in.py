"""A reader comes in on a phone, without script: asks, opens the mail, presses one button, reads a letter."""

from playwright.sync_api import Browser, expect

from tests.journeys.mailbox import open_letter
from tests.product import Product

PHONE = {"width": 360, "height": 640}  # px
STORM = 5  # times that a scanner opens the link, with script


def test_a_reader_comes_in_and_a_scanner_of_links_does_not(browser: Browser, product: Product):
    context = browser.new_context(base_url=product.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/newsletters/slow-letters/join/")
    page.get_by_label("Your email address").fill("nia@example.org")
    page.locator("[name=started]").evaluate("field => field.remove()")  # as on another site: no moment to wait for
    page.get_by_role("button", name="Send me the letters").click()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your inbox")
    link = _link(open_letter(page, to="nia@example.org", subject=""))

    _storm(browser, product, link)
    page.goto(link)
    expect(page).to_have_title("One tap left")
    button = page.get_by_role("button")
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in")
    page.goto("/newsletters/slow-letters/1/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert context.cookies() == []
    context.close()


def _link(letter) -> str:
    address = letter.locator("a[href*='/c/']").first.get_attribute("href")
    assert address
    return address


def _storm(browser: Browser, product: Product, link: str) -> None:
    scanner = browser.new_context(base_url=product.url)
    page = scanner.new_page()
    for _ in range(STORM):
        scanner.request.head(link)
        page.goto(link)
        expect(page).to_have_title("One tap left")
    scanner.close()
