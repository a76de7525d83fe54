"""What anyone may read now: the one answer for pages, links, lists and letters."""

from datetime import datetime

from django.db.models import Expression, Q
from wagtail.query import PageQuerySet

from cms.clock import Now


def readable(pages: PageQuerySet, now: datetime | Expression | None = None) -> PageQuerySet:
    """Live, open to everyone and not past their end, also where nobody has taken them down yet."""
    return pages.live().public().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now or Now()))
