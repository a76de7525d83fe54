"""Which subscription a reader's button means, and whether there is anything left to change about it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from newsletter.models import MailedLink, Subscription
from newsletter.subscriptions import ReaderRefused
from newsletter.views.join_form import WORDING


def row_of(link: MailedLink, given: Mapping[str, str]) -> Subscription:
    """The one of this reader that the button names. Raises ReaderRefused."""
    rows = link.subscriber.subscriptions.with_target()
    row = next((row for row in rows if str(row.public_id) == given.get("of")), None)
    if row is None:
        raise ReaderRefused(_("That is not offered here, so nothing was changed."))
    return row


def going_on(row: Subscription) -> Subscription:
    """The same, unless it has ended: another tab may have left it. Raises ReaderRefused."""
    if row.state == Subscription.State.ENDED:
        raise ReaderRefused(_("This has ended for you, so nothing was changed."))
    return row


def back_words(row: Subscription) -> str:
    """What somebody agrees to who takes up again what they had left; it is kept as it was read."""
    return str(WORDING) % {"choices": row.target.name}
