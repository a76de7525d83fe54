"""Pages that few people see, and then in earnest: proofs, a crowd, the way back, courses, a second factor."""

import hmac
import time
from base64 import b32decode
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.desk import Desk
from tests.product import AUTHOR, Product

WIDTHS = (360, 1280)  # px
SCHEMES = ("light", "dark")
# A color on its way to another has a contrast that nobody sees.
STILL = """() => {
  const sheet = document.styleSheets[0];
  sheet.insertRule("* { transition: none !important; animation: none !important }", sheet.cssRules.length);
}"""
STEP_S = 30  # RFC 6238
CROWD = (
    "from newsletter.models import SignUpHour as H; from django.utils.timezone import now; "
    "hour = now().replace(minute=0, second=0, microsecond=0); "
    "H.objects.update_or_create(begins_at=hour, defaults={{'count': {count}}})"
)
TRIP = (
    "from newsletter.models import RoundTrip as T; from django.utils.timezone import now; "
    "T.objects.update_or_create(pk=1, defaults={{'asked_at': now(), 'begun_at': now(), **{facts}}})"
)


def found(page: Page) -> list[str]:
    """What axe would have mended on the page as it stands, at a phone's width and a desk's, by day and by night."""
    page.wait_for_load_state()
    page.evaluate(STILL)
    page.evaluate(Axe().axe_script)
    return [one for width in WIDTHS for scheme in SCHEMES for one in _seen(page, width=width, scheme=scheme)]


def _seen(page: Page, *, width: int, scheme: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    rules = page.evaluate("() => axe.run()")["violations"]
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    sideways = [f"{width} px scrolls sideways to {wide}"] if wide > width else []
    return sideways + [f"{width} {scheme} {one['id']}: {node['html'][:160]}" for one in rules for node in one["nodes"]]


def open_reader(desk: Desk) -> str:
    desk.page.goto("/admin/newsletters/readers/")
    desk.page.locator("tbody th a").first.click()
    expect(desk.page.get_by_role("heading", name="Notes")).to_be_visible()
    return urlsplit(desk.page.url).path


def test_a_reader_at_the_desk_with_what_can_be_put_right_and_proved(desk: Desk):
    reader = open_reader(desk)
    seen = {"reader": found(desk.page)}
    desk.page.goto(f"{reader}correct/")
    seen["correct"] = found(desk.page)
    desk.page.get_by_role("button", name="Correct it").click()
    expect(desk.page.get_by_text("Please fill this in.")).to_be_visible()
    seen["correct, refused"] = found(desk.page)
    desk.page.goto(reader)
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    form = desk.page.locator("form[action$='/proof/']")
    form.get_by_role("textbox").fill("She asked us.")
    with desk.page.context.expect_page() as opened:
        form.get_by_role("button", name="Proof to print").click()
    proof = opened.value
    expect(proof.get_by_role("heading", name="Proof of consent")).to_be_visible()
    seen["proof"] = found(proof)

    assert {name: rules for name, rules in seen.items() if rules} == {}


def test_the_list_of_readers_when_something_is_missing(desk: Desk):
    desk.page.goto("/admin/newsletters/readers/")
    desk.page.get_by_role("button", name="Do it").click()
    expect(desk.page.get_by_text("Tick the readers that you mean first.")).to_be_visible()

    assert found(desk.page) == []


def test_a_segment_that_asks_for_days(desk: Desk):
    desk.page.goto("/admin/newsletters/segments/")
    desk.page.get_by_role("link", name="New segment").first.click()
    desk.page.locator("#new-include").select_option("joined")
    desk.page.get_by_role("button", name="Add").first.click()
    day, days = desk.page.get_by_label("Which day"), desk.page.get_by_label("How many days")
    expect(day).to_be_visible()
    expect(days).to_be_hidden()
    assert found(desk.page) == []
    desk.page.locator("[name=c0-operator]").select_option("in_last_days")
    expect(days).to_be_visible()
    expect(day).to_be_hidden()


@pytest.fixture
def crowd(product: Product):
    product.manage("shell", "-c", CROWD.format(count=500))
    yield
    product.manage("shell", "-c", CROWD.format(count=0))


@pytest.mark.usefixtures("crowd")
def test_signing_up_in_a_crowd(page: Page):
    page.goto("/newsletters/slow-letters/join/")
    page.get_by_label("Your email address").fill("crowd@example.org")
    page.wait_for_timeout(2_100)  # a person takes longer than two seconds
    page.get_by_role("button", name="Send me the letters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One moment, please")

    assert found(page) == []
    expect(page.get_by_text("Done. Press the button.")).to_be_visible()
    assert found(page) == []


def test_forms_that_lead_nowhere(page: Page):
    page.goto("/newsletters/slow-leters/join/")
    expect(page.get_by_role("heading", level=1)).to_have_text("These letters are not here")
    assert found(page) == []


@pytest.mark.parametrize("zone", ["Asia/Calcutta", "Europe/Kiev"])
def test_a_browser_that_knows_its_zone_by_an_old_name_finds_its_place(browser: Browser, product: Product, zone: str):
    context = browser.new_context(base_url=product.url, timezone_id=zone, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto("/newsletters/slow-letters/join/")
    page.get_by_text("Language and time zone").click()
    chosen = page.get_by_label("Time zone").evaluate("field => field.selectedOptions[0].label")
    seen = found(page)
    context.close()

    assert chosen == {"Asia/Calcutta": "Kolkata", "Europe/Kiev": "Kyiv"}[zone]
    assert seen == []


@pytest.mark.parametrize(
    "facts",
    ["{'left_at': now(), 'heard_at': now()}", "{'left_at': now()}", "{'refusal': '550 5.1.1 No such user here'}"],
    ids=["heard", "on its way", "refused"],
)
def test_the_way_back(desk: Desk, product: Product, facts: str):
    product.manage("shell", "-c", TRIP.format(facts=facts))
    desk.page.goto("/admin/newsletters/sending-domain/")
    expect(desk.page.get_by_role("heading", name="The way back")).to_be_visible()

    assert found(desk.page) == []


def test_courses_at_the_desk(desk: Desk):
    desk.page.goto("/admin/newsletters/courses/")
    seen = {"list": found(desk.page)}
    desk.page.goto("/admin/newsletters/courses/1/standing/")
    expect(desk.page.get_by_role("heading", name="Its letters")).to_be_visible()
    seen["standing"] = found(desk.page)

    assert {name: rules for name, rules in seen.items() if rules} == {}


@pytest.fixture
def without_factor(product: Product):
    """Whatever happens in between, the next story finds Mara as she was."""
    yield
    with suppress(RuntimeError):  # there was none
        product.manage("reset_second_factor", AUTHOR[0])


@pytest.mark.usefixtures("without_factor")
def test_a_second_factor_from_its_key_to_its_end(desk: Desk):
    seen, page = {}, desk.page
    page.goto("/admin/second-factor/")
    seen["set up"] = found(page)
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    seen["set up, refused"] = found(page)
    key = page.locator("code").inner_text()
    page.locator("[name=code]").fill(_code(key))
    page.locator("[name=password]").fill(AUTHOR[1])
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    seen["codes"] = found(page)
    page.goto("/admin/second-factor/show/")
    seen["show"] = found(page)
    page.goto("/admin/second-factor/")
    seen["set up already"] = found(page)

    assert {name: rules for name, rules in seen.items() if rules} == {}


def _code(key: str) -> str:
    """Six digits, as an app shows them (RFC 4226 5.3)."""
    counter = int(time.time() // STEP_S).to_bytes(8, "big")
    digest = hmac.digest(b32decode(key.replace(" ", "")), counter, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"
