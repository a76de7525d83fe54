"""Reading asks for little: no script, no other host, no wide screen, and no good eyes."""

from urllib.parse import urlsplit

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.product import Product

READING = {
    "home": "/",
    "all series": "/series/",
    "sequence": "/series/after-the-long-year/",
    "contrast": "/series/an-apology/",
    "collection": "/series/start-here/",
    "articles": "/articles/",
    "article": "/articles/what-is-burnout/",
    "side": "/articles/what-an-apology-is-not/",
    "long article": "/articles/coming-home-without-bringing-work-with-you/",
    "film": "/articles/how-do-i-know-if-counselling-is-helping/",
    "topic": "/topics/tiredness/",
    "author": "/authors/mara-ellison/",
    "archive": "/newsletters/slow-letters/",
    "issue": "/newsletters/slow-letters/1/",
    "mailbox": "/mailbox/",
    "sign-up": "/join/",
    "sign-up for a series": "/courses/after-the-long-year/join/",
    "nowhere": "/nowhere/",
}
WIDTHS = (375, 1280)  # px
SCHEMES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}  # the dark changes nothing but colors
NARROW = 320  # px
# The letter in its frame was written for mail programs; test_letters_in_a_browser.py asks axe about it.
FRAMES_APART = {"iframes": False}


def test_reading_needs_no_javascript_and_asks_no_other_host(browser: Browser, product: Product):
    context = browser.new_context(base_url=product.url, java_script_enabled=False)
    asked = set()
    context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page = context.new_page()
    for address in READING.values():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(READING["sequence"])
    page.get_by_role("link", name="Signs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signs you are running on empty")
    context.close()

    assert asked == {urlsplit(product.url).netloc}


def test_every_public_page_is_clean_for_axe(browser: Browser, product: Product):
    context = browser.new_context(base_url=product.url, reduced_motion="reduce")
    page = context.new_page()
    found = {name: _violations(page, address) for name, address in READING.items()}
    context.close()

    assert {name: rules for name, rules in found.items() if rules} == {}


def _violations(page: Page, address: str) -> list[tuple[int, str, str]]:
    page.goto(address)
    page.evaluate(Axe().axe_script)
    return [(width, *one) for width in WIDTHS for scheme in SCHEMES for one in _seen(page, width=width, scheme=scheme)]


def _seen(page: Page, *, width: int, scheme: str) -> list[tuple[str, str]]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate("options => axe.run(options)", {**FRAMES_APART, **SCHEMES[scheme]})["violations"]
    return [(f"{one['id']}, {scheme}", node["html"][:160]) for one in found for node in one["nodes"]]


def test_pages_do_not_scroll_sideways_at_320(browser: Browser, product: Product):
    page = browser.new_page(base_url=product.url, viewport={"width": NARROW, "height": 700})
    widths = {name: _width(page, address) for name, address in READING.items()}
    page.close()

    assert {name: width for name, width in widths.items() if width > NARROW} == {}


def _width(page: Page, address: str) -> int:
    page.goto(address)
    return page.evaluate("document.documentElement.scrollWidth")
