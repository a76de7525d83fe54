"""Every page and letter at 375 and 1280 px, light and dark, into var/screenshots. Run by `make screenshots`."""

import sys
from collections.abc import Iterator
from itertools import product as every
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.product import AUTHOR, CHROMIUM_ARGS, ROOT, chromium, running

FOLDER = ROOT / "var/screenshots"
WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")
PUBLIC = {
    "home": "/",
    "series-sequence": "/series/after-the-long-year/",
    "series-contrast": "/series/an-apology/",
    "article": "/articles/what-is-burnout/",
    "article-side": "/articles/what-an-apology-is-not/",
    "article-long": "/articles/coming-home-without-bringing-work-with-you/",
    "articles": "/articles/",
    "topic": "/topics/tiredness/",
    "author": "/authors/mara-ellison/",
    "archive": "/newsletters/slow-letters/",
    "issue": "/newsletters/slow-letters/1/",
    "letter": "/newsletters/slow-letters/1/letter/",
    "privacy": "/privacy/",
    "not-found": "/nowhere/",
}
STAFF = {"admin-home": "/admin/", "mailbox": "/mailbox/"}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running() as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        for name in shots(browser, product.url):
            print(f"Wrote {name}")
        browser.close()


def shots(browser: Browser, url: str) -> Iterator[str]:
    for width, scheme in every(WIDTHS, SCHEMES):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        yield from take(context, url, PUBLIC, suffix=f"{width}-{scheme}")
        log_in(context, url)
        yield from take(context, url, STAFF, suffix=f"{width}-{scheme}")
        context.close()


def take(context: BrowserContext, url: str, pages: dict[str, str], *, suffix: str) -> Iterator[str]:
    page = context.new_page()
    for name, path in pages.items():
        page.goto(url + path)
        target = FOLDER / f"{name}-{suffix}.png"
        page.screenshot(path=target, full_page=True)
        yield str(target.relative_to(ROOT))
    page.close()


def log_in(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/admin/login/")
    page.fill("input[name=username]", AUTHOR[0])
    page.fill("input[name=password]", AUTHOR[1])
    page.click("button[type=submit]")
    page.close()


if __name__ == "__main__":
    main()
