"""Readers come in by files of another system, are looked at, and go again; the worker does it, nobody else."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.product import Product

SAMPLES = Path(__file__).resolve().parents[2] / "newsletter/demo/import"
COUNT = "from newsletter.models import Subscriber; print('readers', Subscriber.objects.count())"


def readers(product: Product) -> str:
    return product.manage("shell", "--command", COUNT)


def test_a_mailchimp_zip_comes_in_and_goes_again(desk: Desk, product: Product):
    before, page = readers(product), desk.page
    page.goto("/admin/newsletters/imports/")
    page.get_by_role("link", name="Bring readers in").click()
    page.get_by_label("Readers of").select_option("Slow Letters")
    page.get_by_label("Files").set_input_files([SAMPLES / "mailchimp.zip", SAMPLES / "kit.csv"])
    page.get_by_role("button", name="Look at it").click()

    expect(page.get_by_label("E-Mail-Adresse").first).to_have_value("email")
    page.get_by_label("The file says when each of them agreed").check()
    page.get_by_label("The words they agreed to").fill("Send me the letters.")
    page.get_by_role("button", name="Read it, and show me").last.click()
    expect(page.get_by_text("of 31 rows altogether")).to_be_visible()
    assert readers(product) == before

    page.get_by_role("button", name="Bring them in").click()
    undo = page.get_by_role("button", name="Undo this import")
    expect(undo).to_be_visible()
    assert readers(product) != before

    undo.click()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    assert readers(product) == before
