"""The one verb that makes pages public: by hand, by plan, by the demo and by an import."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

from series.models import ArticlePage
from series.models.publishing import refuse_unready


def publish(page: Page, *, user=None, at: datetime | None = None) -> Revision:
    """The newest draft of the page becomes public now, or at the instant `at`.

    A page that is already public stays so until then. Raises PublishStopped when a stop or an open question is in
    the way, ValidationError when the draft is not whole, and PermissionDenied when `user` may not publish the page.
    """
    with transaction.atomic():
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = at
        if isinstance(draft, ArticlePage):
            refuse_unready(draft)
        revision = draft.save_revision(user=user)
        revision.publish(user=user)
    return revision
