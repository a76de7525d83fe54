"""What a reader's own page shows, and what each of its buttons does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from cms.languages import language_name
from cms.zones import ZoneField
from newsletter import subscriptions
from newsletter.coming_back import can_come_back, come_back
from newsletter.core.addresses import AddressRefused
from newsletter.core.courses.facts import Pace
from newsletter.core.first_names import NameRefused, first_name
from newsletter.corrections import correct_reader
from newsletter.courses.deeds import CourseRefused, begin_again, choose_pace, get_the_rest
from newsletter.models import ConsentEvent, MailedLink, Subscriber, Subscription
from newsletter.rights import ask_to_move, erase_reader
from newsletter.subscriptions import LONGEST_PAUSE, ReaderRefused
from newsletter.views.course_words import standing_of
from newsletter.views.own_row import back_words, going_on, row_of

PAUSES = {7: gettext_lazy("One week"), 14: gettext_lazy("Two weeks"), 28: gettext_lazy("Four weeks")}


@dataclass(frozen=True)
class Change:
    """What is now true, in a sentence for the reader; `is_wrong` when nothing was changed."""

    said: str = ""
    is_wrong: bool = False
    is_erased: bool = False


class ListsForm(forms.Form):
    """What readers choose out of lists; what is stored stays choosable, however it came here."""

    language = forms.ChoiceField(label=gettext_lazy("Language of our messages"))
    zone = ZoneField(label=gettext_lazy("Time zone"))

    def __init__(self, *args, reader: Subscriber, **kwargs) -> None:
        initial = {"language": reader.language, "zone": reader.zone}
        super().__init__(*args, initial=initial, auto_id="%s", **kwargs)
        spoken = dict(settings.LANGUAGES)
        self.fields["language"].choices = (
            spoken | {reader.language: spoken.get(reader.language) or language_name(reader.language)}
        ).items()


def change(link: MailedLink, given: QueryDict) -> Change:
    """Do what a button of the page says."""
    act = ACTS.get(given.get("act", ""))
    if act is None:
        return Change(_("That is not offered here, so nothing was changed."), is_wrong=True)
    try:
        return act(link, given)
    except (ReaderRefused, AddressRefused, NameRefused) as refused:
        return Change(_(str(refused)), is_wrong=True)


def page_of(link: MailedLink) -> dict:
    """Everything that the page shows, as it is now."""
    reader = Subscriber.objects.get(pk=link.subscriber_id)
    today = subscriptions.today_of(reader)
    return {
        "reader": reader,
        "newsletter": link.newsletter,
        "page_language": reader.language,
        "rows": [
            (row, standing_of(row), back_words(row) if can_come_back(row) else "")
            for row in reader.subscriptions.in_order().select_related("subscriber")
        ],
        "pauses": PAUSES.items(),
        "lists": ListsForm(reader=reader),
        "tomorrow": today + timedelta(days=1),
        "latest": today + LONGEST_PAUSE,
    }


def _pause(link: MailedLink, given: QueryDict) -> Change:
    row = row_of(link, given)
    until = day_of_pause(given, link.subscriber)
    subscriptions.pause(row.pk, until=until)
    return Change(_("Paused. We start again on %(day)s.") % {"day": date_format(until)})


def _resume(link: MailedLink, given: QueryDict) -> Change:
    subscriptions.resume(going_on(row_of(link, given)).pk)
    return Change(_("Letters begin again now."))


def _pace(link: MailedLink, given: QueryDict) -> Change:
    row = row_of(link, given)
    if row.course_id is None or given.get("pace") not in list(Pace):
        raise ReaderRefused(_("That is not offered here, so nothing was changed."))
    choose_pace(going_on(row), Pace(given["pace"]))
    return Change(_("Kept. It counts from the next part."))


def _again(link: MailedLink, given: QueryDict) -> Change:
    return Change(said_again(row_of(link, given)))


def said_again(row: Subscription) -> str:
    """The series begins again; what is now true, in a sentence."""
    try:
        if begin_again(row):
            return _("It begins again from the start.")
    except CourseRefused as refused:
        raise ReaderRefused(str(refused)) from refused
    return _("It begins again from the start as soon as the letter that is on its way has arrived.")


def _more(link: MailedLink, given: QueryDict) -> Change:
    get_the_rest(going_on(row_of(link, given)))
    return Change(_("What was added comes to you now, part by part."))


def _back(link: MailedLink, given: QueryDict) -> Change:
    row = row_of(link, given)
    come_back(link, row, wording=back_words(row))
    return Change(_("You are back. Letters come as before."))


def _leave(link: MailedLink, given: QueryDict) -> Change:
    row = row_of(link, given)
    subscriptions.leave(row.pk, method=ConsentEvent.Method.PAGE)
    return Change(_("%(name)s no longer comes to you.") % {"name": row.target.name})


def _leave_all(link: MailedLink, given: QueryDict) -> Change:  # noqa: ARG001 - one shape for all
    for row in link.subscriber.subscriptions.all():
        subscriptions.leave(row.pk, method=ConsentEvent.Method.PAGE)
    return Change(_("You have left everything. Nothing more will come."))


def _know(link: MailedLink, given: QueryDict) -> Change:
    """Name, language and zone, as they were typed."""
    name = first_name(given.get("first_name", ""))
    lists = ListsForm(given, reader=link.subscriber)
    if not lists.is_valid():
        raise ReaderRefused(_("Please choose a language and a time zone from the lists."))
    correct_reader(link.subscriber, first_name=name, **lists.cleaned_data)
    with translation.override(lists.cleaned_data["language"]):  # the page that says so is in the new language already
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


def day_of_pause(given: Mapping[str, str], reader: Subscriber) -> date:
    """When letters begin again: so many `days` from today, or on the day `until`. Raises ReaderRefused."""
    days = given.get("days", "")
    if days.isascii() and days.isdigit() and int(days[:3]) in PAUSES:
        return subscriptions.today_of(reader) + timedelta(days=int(days[:3]))
    try:
        return date.fromisoformat(given.get("until", ""))
    except ValueError:
        raise ReaderRefused(_("Please choose a day within the next 90 days.")) from None


ACTS: Mapping[str, Callable[[MailedLink, QueryDict], Change]] = {
    "pause": _pause,
    "resume": _resume,
    "pace": _pace,
    "again": _again,
    "more": _more,
    "back": _back,
    "leave": _leave,
    "leave_all": _leave_all,
    "know": _know,
    "move": _move,
    "erase": _erase,
}
