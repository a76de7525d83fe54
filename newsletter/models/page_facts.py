from datetime import datetime

from wagtail.models import Page

from newsletter.core.items import PageFacts


def page_facts(page: Page) -> PageFacts:
    """What decides whether a letter may show the page, or lead to it."""
    planned = None if page.live else page.scheduled_revision
    planned_for: datetime | None = planned.approved_go_live_at if planned else None
    return PageFacts(
        title=page.title,
        is_live=page.live,
        is_private=page.get_view_restrictions().exists(),
        is_expired=page.expired,
        expires_at=page.expire_at,
        planned_for=planned_for,
    )
