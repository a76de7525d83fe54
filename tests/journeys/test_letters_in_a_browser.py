"""The golden letters in a real browser: on a phone and at a desk, in the light and in the dark."""

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe

from newsletter.core.letter_views import in_the_dark

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "issues").glob("*/email.html"))
WIDTHS = (320, 375, 600)  # px
# Landmarks are the mail program's business: a letter is one article inside its page.
LETTER_RULES = {"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}
SMALLEST = """() => Math.min(...[...document.querySelectorAll('h1,h2,h3,p,li,td,a,div')]
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(one => one.offsetParent)
  .map(one => parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.fixture(params=GOLDEN, ids=[path.parent.name for path in GOLDEN])
def letter(request):
    return request.param.read_text("utf-8")


@pytest.fixture
def opened(browser):
    """A function: the letter on a page of that width."""
    pages = []

    def open_it(html, *, width):
        page = browser.new_page(viewport={"width": width, "height": 800})
        pages.append(page)
        page.set_content(html)
        return page

    yield open_it
    for page in pages:
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_letter_never_scrolls_sideways_and_has_no_small_words(opened, letter, width):
    page = opened(letter, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALLEST) >= 14


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(opened, letter, scheme):
    page = opened(in_the_dark(letter) if scheme == "dark" else letter, width=600)
    page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", LETTER_RULES)["violations"]

    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


def test_a_letter_asks_nobody_for_anything(browser, letter):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(letter)
    page.close()

    assert asked == []


def test_the_button_is_large_enough_for_a_thumb(opened):
    two_sides = next(path for path in GOLDEN if path.parent.name == "two_sides").read_text("utf-8")
    box = opened(two_sides, width=375).locator("text=Answer").last.bounding_box()

    assert box["height"] >= 44
