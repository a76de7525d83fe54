"""Opening a letter in the local mailbox, as soon as it lies there."""

from playwright.sync_api import FrameLocator, Page

LOOKS, PAUSE_MS = 60, 500


def open_letter(page: Page, *, to: str, subject: str) -> FrameLocator:
    """The letter in its frame; looks again for half a minute, because a sender takes its time."""
    row = page.locator(".mailbox-row", has_text=to).filter(has_text=subject)
    for _ in range(LOOKS):
        page.goto("/mailbox/")
        if row.count():
            break
        page.wait_for_timeout(PAUSE_MS)
    row.get_by_role("link").click()
    page.wait_for_url("**/mailbox/*/")
    return page.frame_locator("iframe.mailbox-frame")
