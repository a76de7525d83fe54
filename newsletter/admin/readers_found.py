"""Which readers a list shows: filters out of fixed choices, and pages by key, however many readers there are."""

from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone

from cms.languages import language_name
from newsletter.models import Course, Newsletter, ReaderTag, Subscriber, Subscription

PER_PAGE = 50
COUNTED_TO = 10_000  # counting on would read the whole table for a number that nobody needs exactly
JOINED = {"7": "In the last 7 days", "30": "In the last 30 days", "365": "In the last year"}
ANY = "Any"


def spoken() -> list[tuple[str, str]]:
    """The languages that readers have today, by name."""
    named = ((code, language_name(code)) for code in Subscriber.objects.all().languages())
    return [("", ANY), *sorted(named, key=itemgetter(1))]


class FiltersForm(forms.Form):
    """Each filter is one of its choices; nobody searches readers by words."""

    newsletter = forms.ModelChoiceField(Newsletter.objects.order_by("name"), required=False, empty_label=ANY)
    course = forms.ModelChoiceField(
        Course.objects.select_related("series"), label="Series by mail", required=False, empty_label=ANY
    )
    state = forms.ChoiceField(choices=[("", ANY), *Subscription.State.choices], required=False)
    tag = forms.ModelChoiceField(ReaderTag.objects.all(), required=False, empty_label=ANY)
    language = forms.ChoiceField(required=False)
    joined = forms.ChoiceField(choices=[("", ANY), *JOINED.items()], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = spoken()  # once a form: a callable would be asked at every look

    @property
    def chosen(self) -> str:
        """The filters that are set, as a query string."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    def found(self):
        """The readers, newest first; nobody while a filter is not one of its choices."""
        if not self.is_valid():
            return Subscriber.objects.none()
        asked = self.cleaned_data
        since = timezone.now() - timedelta(days=int(asked["joined"])) if asked["joined"] else None
        return (
            Subscriber.objects.subscribed(newsletter=asked["newsletter"], course=asked["course"], state=asked["state"])
            .tagged(asked["tag"])
            .speaking(asked["language"])
            .joined(since=since)
            .order_by("-pk")
        )


def here(asked: QueryDict) -> str:
    """The filters that are set and the page that is shown, as a query string."""
    return urlencode({name: asked[name] for name in (*FiltersForm.base_fields, "older", "newer") if asked.get(name)})


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One page: its readers, and the keys of the pages beside it, None where there is none."""

    readers: list[Subscriber]
    older: UUID | None
    newer: UUID | None


def shown(found, *, older: str, newer: str) -> Shown:
    """The page behind the reader `older`, or before the reader `newer`; the first one without either."""
    if (start := _place(newer)) is not None:
        rows = list(found.filter(pk__gt=start).order_by("pk").in_full()[: PER_PAGE + 1])
        page = rows[:PER_PAGE][::-1]
        return _page(page, has_newer=len(rows) > PER_PAGE, has_older=bool(page))
    start = _place(older)
    rows = list((found if start is None else found.filter(pk__lt=start)).in_full()[: PER_PAGE + 1])
    return _page(rows[:PER_PAGE], has_newer=start is not None, has_older=len(rows) > PER_PAGE)


def count_words(found) -> str:
    """How many there are, counted up to 10,000 and said so."""
    count = found.order_by()[: COUNTED_TO + 1].count()
    if count > COUNTED_TO:
        return f"More than {COUNTED_TO:,} readers"
    return f"{count:,} reader{'' if count == 1 else 's'}"


def _page(readers: list[Subscriber], *, has_newer: bool, has_older: bool) -> Shown:
    return Shown(
        readers=readers,
        newer=readers[0].public_id if readers and has_newer else None,
        older=readers[-1].public_id if readers and has_older else None,
    )


def _place(public_id: str) -> int | None:
    """Where the reader stands in the order; None for one who was erased meanwhile: the list begins anew."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return Subscriber.objects.filter(public_id=wanted).values_list("pk", flat=True).first()
