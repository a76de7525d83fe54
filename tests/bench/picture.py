"""The README's picture: the same article as a page, a letter and JSON. Run by `make picture`."""

import base64
import html
import json
import sys
from pathlib import Path

import requests
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.product import CHROMIUM_ARGS, ROOT, chromium, running

PAGE = "/articles/what-is-burnout/"
LETTER = "/newsletters/slow-letters/1/letter/"
JSON = "/api/v2/articles/?slug=what-is-burnout&fields=*"
PICTURE = ROOT / "docs/pictures/faces.png"
FRAME = """<!doctype html><meta charset="utf-8"><style>
 body { margin: 0; padding: 36px 40px 40px; background: #ebe4d8; font: 15px system-ui, sans-serif; color: #24211d; }
 main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 28px; }
 h2 { font-size: 17px; font-weight: 600; margin: 0 0 12px; }
 .face { height: 740px; border-radius: 8px; overflow: hidden; box-shadow: 0 6px 24px #24211d22; background: #fbf8f3; }
 img { width: 100%%; display: block; }
 pre { margin: 0; padding: 22px; font: 12.5px/1.55 ui-monospace, monospace; white-space: pre-wrap; }
</style><main>
 <section><h2>On the web</h2><div class="face"><img src="%(page)s" alt=""></div></section>
 <section><h2>In the inbox</h2><div class="face"><img src="%(letter)s" alt=""></div></section>
 <section><h2>Through the API</h2><div class="face"><pre>%(json)s</pre></div></section>
</main>"""


def main() -> None:
    with running() as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        faces = {
            "page": shot(browser, product.url + PAGE),
            "letter": shot(browser, product.url + LETTER),
            "json": excerpt(product.url + JSON),
        }
        page = browser.new_page(viewport={"width": 1320, "height": 860}, device_scale_factor=1.5)
        page.set_content(FRAME % faces)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"Wrote {PICTURE.relative_to(ROOT)}")


def shot(browser: Browser, address: str) -> str:
    """What a phone shows first, as a data URL."""
    page = browser.new_page(viewport={"width": 400, "height": 740}, device_scale_factor=2)
    page.goto(address)
    return "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()


def excerpt(address: str) -> str:
    """The article's JSON: its place in the series, and its first blocks."""
    article = requests.get(address, timeout=30).json()["items"][0]
    kept = {key: article[key] for key in ("title", "series", "body") if key in article}
    kept["body"] = [block for block in kept["body"] if block["type"] in {"text", "quote"}][:3]
    return html.escape(json.dumps(kept, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
