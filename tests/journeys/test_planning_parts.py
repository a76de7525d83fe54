"""The release page: two sides of a contrast go live in one step, and a part that is moved takes the rest along."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk
from tests.product import Product

# Drafts as an author leaves them; writing them by hand is what other journeys do.
DRAFTS = """
from series.models import ArticlePage, ArticlesPage, SeriesIndexPage, SeriesPage, SeriesPart
def article(title):
    page = ArticlePage(title=title, live=False, body=[("text", {"body": "<p>" + title + ".</p>", "role": "body"})])
    ArticlesPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page
def series(title, kind, parts):
    page = SeriesPage(title=title, kind=kind, subject="rest" if kind == "contrast" else "", announce="hidden")
    SeriesIndexPage.objects.get().add_child(instance=page)
    for at, (part, side) in enumerate(parts):
        SeriesPart.objects.create(series=page, article=article(part), side=side, sort_order=at)
    page.refresh_from_db()
    page.save_revision().publish()
    return page.pk
print("made", series("On rest", "contrast", [("What rest is", "a"), ("What rest is not", "b")]),
      series("Three walks", "sequence", [("The first walk", ""), ("The second walk", ""), ("The third walk", "")]))
"""
AWAY = """
from series.models import SeriesPage
for series in SeriesPage.objects.filter(pk__in={ids}):
    articles = [part.article for part in series.parts.all()]
    for page in (series, *articles):
        page.delete()
"""


@pytest.fixture(scope="module")
def made(product: Product) -> Iterator[tuple[str, str]]:
    """The ids of a contrast and of a sequence, both with drafts alone."""
    told = product.manage("shell", "-c", DRAFTS)
    contrast, sequence = re.search(r"made (\d+) (\d+)", told).groups()
    yield contrast, sequence
    product.manage("shell", "-c", AWAY.format(ids=[int(contrast), int(sequence)]))


def test_both_sides_go_live_in_one_step(desk: Desk, page: Page, made: tuple[str, str]):
    desk.page.goto(f"/admin/series/{made[0]}/release/")
    expect(desk.page.get_by_role("radio", name="All parts together")).to_be_checked()
    desk.page.get_by_role("radio", name="All parts now").check()
    desk.page.get_by_role("button", name="See what would happen").click()
    expect(desk.page.get_by_text("What rest is not is published now.")).to_be_visible()
    desk.page.get_by_role("button", name="Publish them").click()
    expect(desk.said).to_contain_text("2 parts published")

    page.goto("/articles/what-rest-is/")
    expect(page.get_by_role("link", name=re.compile("What rest is not")).first).to_be_visible()


def test_a_part_that_is_moved_takes_the_rest_along(desk: Desk, made: tuple[str, str]):
    desk.page.goto(f"/admin/series/{made[1]}/release/")
    desk.page.get_by_role("radio", name="One part every few days").check()
    desk.page.get_by_label("First part on").fill("2030-06-03T07:00")
    desk.page.get_by_role("button", name="See what would happen").click()
    desk.page.get_by_role("button", name="Plan them").click()
    expect(desk.said).to_contain_text("3 parts will go live by plan")

    desk.page.goto(f"/admin/series/{made[1]}/release/")
    desk.page.get_by_label("The first walk").fill("2030-06-05T07:00")
    desk.page.get_by_role("button", name="See what would happen").click()
    desk.page.get_by_role("button", name="Move the parts after it as well: 2 days later").click()
    expect(desk.page.get_by_label("The third walk")).to_have_value("2030-06-13T07:00")
    desk.page.get_by_role("button", name="Plan them").click()

    desk.page.goto(f"/admin/pages/{made[1]}/edit/")
    desk.page.get_by_role("tab", name="Parts").click()
    expect(desk.page.locator(".series-board")).to_contain_text("Scheduled for Thursday 13 June 2030, 07:00")
