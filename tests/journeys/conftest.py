"""The whole product in a real browser. The journeys of a process share one: `make journeys`."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.desk import Desk
from tests.product import CHROMIUM_ARGS, Product, chromium, running

# Each process starts a product of its own; `make test` takes the letters alone.
collect_ignore_glob = [] if os.environ.get("JOURNEYS") else ["test_[!l]*.py"]

DESK = {"width": 1280, "height": 1000}  # px
PATIENCE_MS = 20_000  # a busy machine with two cores

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    if chromium() is None:
        pytest.skip("There is no Chromium here; .ci/browser installs one.")
    with running() as demo:
        yield demo


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the whole session: its event loop would forbid other tests of this worker to use the database.
    path = chromium()
    if path is None:
        pytest.skip("There is no Chromium here; .ci/browser installs one.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield opened
        opened.close()


@pytest.fixture
def reader(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    """Somebody who is not known here, on a phone."""
    with_phone = browser.new_context(base_url=product.url, viewport={"width": 375, "height": 800})
    with_phone.set_default_timeout(PATIENCE_MS)
    yield with_phone
    with_phone.close()


@pytest.fixture
def page(reader: BrowserContext) -> Page:
    return reader.new_page()


@pytest.fixture
def desk(browser: Browser, product: Product) -> Iterator[Desk]:
    """Mara at her desk, logged in."""
    context = browser.new_context(base_url=product.url, viewport=DESK)
    context.set_default_timeout(PATIENCE_MS)
    author = Desk(context.new_page())
    author.log_in()
    yield author
    context.close()
