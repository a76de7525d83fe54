"""A coming part is announced and nowhere linked; parts that are moved in the editor are renumbered on the site."""

from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk

ADDRESS = "/series/after-the-long-year/"
COMING = "coming-back-slowly"
LISTS = ("/", "/series/", ADDRESS, "/articles/", "/feeds/articles/", "/feeds/series/after-the-long-year/")
DATA = ("/sitemap.xml", "/api/v2/articles/?limit=100", "/api/v2/series/?limit=100", "/api/v2/pages/?limit=100")


def test_a_part_scheduled_for_later_is_announced_but_never_linked(page: Page):
    page.goto(ADDRESS)
    coming = page.locator(".part", has_text="Coming back slowly")
    expect(coming).to_contain_text("Part 3")
    expect(coming).to_contain_text("Comes on")
    expect(coming.get_by_role("link")).to_have_count(0)

    texts = {address: page.request.get(address).text() for address in (*LISTS, *DATA)}
    assert [address for address, text in texts.items() if f"/{COMING}" in text] == []
    assert page.request.get(f"/articles/{COMING}/").status == 404


def test_parts_that_are_dragged_into_a_new_order_are_renumbered_on_the_site(desk: Desk, page: Page):
    desk.open_page("Series", "After the Long Year")
    desk.page.get_by_role("tab", name="Parts").click()
    handles = desk.page.get_by_role("tabpanel", name="Parts").get_by_role("button", name="Drag")
    _drag(desk.page, handles.nth(1), above=handles.nth(0))
    desk.publish()

    page.goto(ADDRESS)
    expect(page.locator(".part.is-live .part-label")).to_have_text(["Part 1", "Part 2"])
    expect(page.locator(".part.is-live .part-title")).to_have_text(["Signs", "What is burnout?"])
    page.goto("/articles/signs-you-are-running-on-empty/")
    expect(page.get_by_text("Part 1 of 3").first).to_be_visible()


def _drag(page: Page, handle, *, above) -> None:
    above.scroll_into_view_if_needed()
    handle.hover()
    page.mouse.down()
    box = above.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 40, steps=8)
    page.mouse.move(box["x"] + 5, box["y"] - 12, steps=8)
    page.mouse.up()
