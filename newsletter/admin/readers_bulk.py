"""One thing done for many readers: tag, untag, pause or end. Up to one page of ticked ones; tags also for all found."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django import forms

from cms.day_fields import day_input
from newsletter.admin.readers_found import COUNTED_TO, PER_PAGE, FiltersForm
from newsletter.admin.readers_page import CHANGE_SUBSCRIPTION, TAG
from newsletter.models import Course, Newsletter, ReaderTag, Subscriber
from newsletter.readers import end_readers, pause_readers, tag_readers, untag_readers
from newsletter.subscriptions import ReaderRefused


class Deed(NamedTuple):
    """`permission` is who may; `asks` the field that it cannot be done without."""

    words: str
    permission: str
    asks: str


DEEDS = {
    "tag": Deed("Add a tag", TAG, "tag"),
    "untag": Deed("Remove a tag", TAG, "tag"),
    "pause": Deed("Pause their letters", CHANGE_SUBSCRIPTION, "until"),
    "end": Deed("End their letters", CHANGE_SUBSCRIPTION, "why"),
}
TICK_FIRST = "Tick the readers that you mean first."
TOO_MANY = f"That is more than {COUNTED_TO:,} readers. Narrow the filters first."
ONLY_TICKED = "Letters are paused and ended for ticked readers only, one page at a time."
TYPE_NUMBER = "To do this for all of them, type their number: {count:,}."
EVERYTHING = "Everything: all newsletters and series"
NO_DAY = "Choose the day on which their letters begin again."


class BulkForm(forms.Form):
    """Whom it is done for, what is done, and what that needs: a tag, a day, or a reason."""

    which = forms.ChoiceField(choices=[("ticked", "The ticked ones"), ("all", "All that are found")], initial="ticked")
    number = forms.CharField(required=False)
    deed = forms.ChoiceField(label="Do this")
    tag = forms.CharField(label="Tag", max_length=ReaderTag.LONGEST_NAME, required=False)
    of = forms.ChoiceField(label="Letters of", required=False)
    until = forms.DateField(label="Pause until", required=False, widget=day_input())
    why = forms.CharField(label="Why? Needed to end letters", max_length=400, required=False)

    def __init__(self, *args, user, filters: FiltersForm, **kwargs):
        super().__init__(*args, auto_id="bulk_%s", **kwargs)
        self.filters = filters
        self.targets = _targets()
        self.fields["of"].choices = [("", EVERYTHING), *((key, row.name) for key, row in self.targets.items())]
        self.fields["deed"].choices = [
            (name, deed.words) for name, deed in DEEDS.items() if user.has_perm(deed.permission)
        ]

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked beside whom it is done for."""
        return [self[name] for name in ("deed", "tag", "of", "until", "why")]

    @property
    def ticked(self) -> set[UUID]:
        """The public ids that are ticked, at most as many as a page shows."""
        return set(_ids(self.data.getlist("reader")[:PER_PAGE])) if self.is_bound else set()

    def clean(self) -> dict:
        """Whom it is done for: `readers`."""
        given = super().clean()
        if {"which", "deed"} <= given.keys():
            given["readers"] = self._all(given) if given["which"] == "all" else self._ticked()
        return given

    def do(self, *, by) -> str:
        """The words afterwards; none when it was refused, and then each field says why beside itself."""
        if not self.is_valid():
            return ""
        asked = self.cleaned_data
        try:
            return self._done(asked["readers"], by=by)
        except ReaderRefused as refused:
            self.add_error(DEEDS[asked["deed"]].asks, str(refused))
            return ""

    def _ticked(self) -> list[Subscriber]:
        readers = list(Subscriber.objects.filter(public_id__in=self.ticked))
        if not readers:
            self.add_error("which", TICK_FIRST)
        return readers

    def _all(self, given: dict) -> list[Subscriber]:
        """All that the filters find, once the person has typed how many."""
        if DEEDS[given["deed"]].permission != TAG:
            self.add_error("which", ONLY_TICKED)
            return []
        readers = list(self.filters.found()[: COUNTED_TO + 1])
        if len(readers) > COUNTED_TO:
            self.add_error("which", TOO_MANY)
        elif given["number"].replace(",", "") != str(len(readers)):
            self.add_error("number", TYPE_NUMBER.format(count=len(readers)))
        return readers

    def _done(self, readers: list[Subscriber], *, by) -> str:
        """Raises ReaderRefused."""
        asked = self.cleaned_data
        to = self.targets.get(asked["of"])
        match asked["deed"]:
            case "tag":
                return f"Tagged {_readers(tag_readers(readers, name=asked['tag'], by=by))}."
            case "untag":
                return f"Took the tag from {_readers(untag_readers(readers, tag=_known_tag(asked['tag']), by=by))}."
            case "pause":
                until = _day(asked["until"])
                count = pause_readers(readers, to=to, until=until, by=by, why=asked["why"])
                return f"{count:,} subscription{'' if count == 1 else 's'} rest until {until:%-d %B %Y}."
            case _:
                count = end_readers(readers, to=to, why=asked["why"], by=by)
                return f"{count:,} subscription{'' if count == 1 else 's'} ended. Nothing more leaves to them."


def _targets() -> dict[str, Newsletter | Course]:
    """What readers may get: newsletters, then series."""
    newsletters = Newsletter.objects.order_by("name")
    courses = Course.objects.select_related("series").order_by("series__title", "pk")
    return {f"newsletter:{row.pk}": row for row in newsletters} | {f"course:{row.pk}": row for row in courses}


def _ids(given: list[str]) -> Iterable[UUID]:
    for value in given:
        with suppress(ValueError):
            yield UUID(value)


def _known_tag(name: str) -> ReaderTag:
    found = ReaderTag.objects.called(name).first()
    return found or _refuse(f"There is no tag “{name}”, so nothing was changed.")


def _day(until: date | None) -> date:
    return until or _refuse(NO_DAY)


def _refuse(words: str):
    raise ReaderRefused(words)


def _readers(count: int) -> str:
    return f"{count:,} reader{'' if count == 1 else 's'}"
