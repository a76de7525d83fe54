"""What a reader's own page shows, and what each of its buttons does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from cms.clock import database_now
from cms.zones import ZONES
from newsletter import subscriptions
from newsletter.core.addresses import AddressRefused
from newsletter.models import ConsentEvent, MailedLink, Subscriber, Subscription
from newsletter.rights import ask_to_move, erase_reader
from newsletter.subscriptions import LONGEST_PAUSE, ReaderRefused

PAUSES = {7: gettext_lazy("One week"), 14: gettext_lazy("Two weeks"), 28: gettext_lazy("Four weeks")}


@dataclass(frozen=True)
class Change:
    """What is now true, in a sentence for the reader; `is_wrong` when nothing was changed."""

    said: str = ""
    is_wrong: bool = False
    is_erased: bool = False


def change(link: MailedLink, given: QueryDict) -> Change:
    """Do what a button of the page says."""
    act = ACTS.get(given.get("act", ""))
    if act is None:
        return Change(_("That is not offered here, so nothing was changed."), is_wrong=True)
    try:
        return act(link, given)
    except (ReaderRefused, AddressRefused) as refused:
        return Change(str(refused), is_wrong=True)


def page_of(link: MailedLink) -> dict:
    """Everything that the page shows, as it is now."""
    reader = Subscriber.objects.get(pk=link.subscriber_id)
    today = database_now().date()
    return {
        "reader": reader,
        "newsletter": link.newsletter,
        "page_language": reader.language,
        "rows": reader.subscriptions.select_related("newsletter").order_by("newsletter__name"),
        "pauses": PAUSES.items(),
        "languages": settings.LANGUAGES,
        "zones": ZONES,
        "tomorrow": today + timedelta(days=1),
        "latest": today + LONGEST_PAUSE,
    }


def _pause(link: MailedLink, given: QueryDict) -> Change:
    row = _row(link, given)
    until = _day(given)
    subscriptions.pause(row.pk, until=until)
    return Change(_("Paused. We start again on %(day)s.") % {"day": date_format(until)})


def _resume(link: MailedLink, given: QueryDict) -> Change:
    row = _row(link, given)
    subscriptions.resume(row.pk)
    return Change(_("Letters begin again now."))


def _leave(link: MailedLink, given: QueryDict) -> Change:
    row = _row(link, given)
    subscriptions.leave(row.pk, method=ConsentEvent.Method.PAGE)
    return Change(_("%(name)s no longer comes to you.") % {"name": row.newsletter.name})


def _leave_all(link: MailedLink, given: QueryDict) -> Change:  # noqa: ARG001 - one shape for all
    for row in link.subscriber.subscriptions.all():
        subscriptions.leave(row.pk, method=ConsentEvent.Method.PAGE)
    return Change(_("You have left everything. Nothing more will come."))


def _know(link: MailedLink, given: QueryDict) -> Change:
    """Name, language and zone, as they were typed."""
    name = " ".join(given.get("first_name", "").split())
    if len(name) > 60 or not name.isprintable():
        raise ReaderRefused(_("Please give a name of at most 60 letters, or leave it empty."))
    if given.get("language") not in dict(settings.LANGUAGES) or given.get("zone") not in dict(ZONES):
        raise ReaderRefused(_("Please choose a language and a time zone from the lists."))
    Subscriber.objects.filter(pk=link.subscriber_id).update(
        first_name=name, language=given["language"], zone=given["zone"]
    )
    return Change(_("Kept."))


def _move(link: MailedLink, given: QueryDict) -> Change:
    address = given.get("email", "")
    if not ask_to_move(link.subscriber, address=address, newsletter=link.newsletter):
        raise ReaderRefused(_("Three links have left for you today. Please try again tomorrow."))
    return Change(
        _("We wrote to %(address)s. Nothing changes until you press the button there.") % {"address": address}
    )


def _erase(link: MailedLink, given: QueryDict) -> Change:
    erase_reader(link.subscriber, objects="never" in given)
    return Change(is_erased=True)


def _row(link: MailedLink, given: QueryDict) -> Subscription:
    rows = link.subscriber.subscriptions.select_related("newsletter")
    row = next((row for row in rows if str(row.public_id) == given.get("of")), None)
    if row is None:
        raise ReaderRefused(_("That is not offered here, so nothing was changed."))
    return row


def _day(given: QueryDict) -> date:
    days = given.get("days", "")
    if days.isascii() and days.isdigit() and int(days[:3]) in PAUSES:
        return database_now().date() + timedelta(days=int(days[:3]))
    try:
        return date.fromisoformat(given.get("until", ""))
    except ValueError:
        raise ReaderRefused(_("Please choose a day within the next 90 days.")) from None


ACTS: Mapping[str, Callable[[MailedLink, QueryDict], Change]] = {
    "pause": _pause,
    "resume": _resume,
    "leave": _leave,
    "leave_all": _leave_all,
    "know": _know,
    "move": _move,
    "erase": _erase,
}
