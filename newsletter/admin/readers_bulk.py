"""One thing done for many readers: tag, untag, pause or end. Up to one page of ticked ones; tags also for all found."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from newsletter.admin.readers_found import COUNTED_TO, PER_PAGE, FiltersForm
from newsletter.admin.readers_page import CHANGE_SUBSCRIPTION, TAG, ReadersPage
from newsletter.models import Newsletter, ReaderTag, Subscriber
from newsletter.readers import end_readers, pause_readers, tag_readers, untag_readers
from newsletter.subscriptions import ReaderRefused

DEEDS = {
    "tag": ("Add a tag", TAG),
    "untag": ("Remove a tag", TAG),
    "pause": ("Pause their letters", CHANGE_SUBSCRIPTION),
    "end": ("End their letters", CHANGE_SUBSCRIPTION),
}
TICK_FIRST = "Tick the readers that you mean first."
TOO_MANY = f"That is more than {COUNTED_TO:,} readers. Narrow the filters first."
ONLY_TICKED = "Letters are paused and ended for ticked readers only, one page at a time."
TYPE_NUMBER = "To do this for all of them, type their number: {count:,}."


class BulkForm(forms.Form):
    """What is done, and what it needs: a tag, a day, or a reason."""

    deed = forms.ChoiceField(label="Do this")
    tag = forms.CharField(label="Tag", max_length=ReaderTag.LONGEST_NAME, required=False)
    newsletter = forms.ModelChoiceField(
        Newsletter.objects.order_by("name"), label="Letters of", required=False, empty_label="Every newsletter"
    )
    until = forms.DateField(label="Pause until", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label="Why? Needed to end letters", max_length=400, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="bulk_%s", **kwargs)
        self.fields["deed"].choices = [(name, words) for name, (words, needs) in DEEDS.items() if user.has_perm(needs)]

    def done(self, readers: list[Subscriber], *, by) -> str:
        """The words afterwards. Raises ReaderRefused."""
        asked = self.cleaned_data
        newsletter_id = asked["newsletter"].pk if asked["newsletter"] else None
        match asked["deed"]:
            case "tag":
                return f"Tagged {_readers(tag_readers(readers, name=asked['tag'], by=by))}."
            case "untag":
                return f"Took the tag from {_readers(untag_readers(readers, tag=_known_tag(asked['tag']), by=by))}."
            case "pause":
                until = _day(asked["until"])
                count = pause_readers(readers, newsletter_id=newsletter_id, until=until, by=by, why=asked["why"])
                return f"{count:,} subscription{'' if count == 1 else 's'} rest until {until:%-d %B %Y}."
            case _:
                count = end_readers(readers, newsletter_id=newsletter_id, why=asked["why"], by=by)
                return f"{count:,} subscription{'' if count == 1 else 's'} ended. Nothing more leaves to them."


class BulkView(ReadersPage):
    """POST only; the list is where it comes from and where it leads."""

    http_method_names = ("post",)

    def post(self, request):
        form = BulkForm(request.POST, user=request.user)
        try:
            if not form.is_valid():
                _refuse(_first_error(form))
            readers = _meant(request.POST, deed=form.cleaned_data["deed"])
            messages.success(request, form.done(readers, by=request.user))
        except ReaderRefused as refused:
            messages.error(request, str(refused))
        kept = _filters(request.POST).chosen
        return redirect(f"{reverse('newsletter_readers:list')}?{kept}")


def _filters(given) -> FiltersForm:
    """The filters of the list that the buttons stand under."""
    return FiltersForm(QueryDict(given.get("only", "")))


def _meant(given, *, deed: str) -> list[Subscriber]:
    """The ticked ones; or all that the filters find, once the person has typed how many. Raises ReaderRefused."""
    if given.get("which") != "all":
        ticked = Subscriber.objects.filter(public_id__in=_ids(given.getlist("reader")))
        return list(ticked) or _refuse(TICK_FIRST)
    if DEEDS[deed][1] != TAG:
        _refuse(ONLY_TICKED)
    readers = list(_filters(given).found()[: COUNTED_TO + 1])
    if len(readers) > COUNTED_TO:
        _refuse(TOO_MANY)
    if given.get("number", "").strip().replace(",", "") != str(len(readers)):
        _refuse(TYPE_NUMBER.format(count=len(readers)))
    return readers


def _ids(given: list[str]) -> list[str]:
    return [value for value in given[:PER_PAGE] if len(value) == 36 and set(value.lower()) <= set("0123456789abcdef-")]


def _known_tag(name: str) -> ReaderTag:
    found = ReaderTag.objects.filter(name__iexact=" ".join(name.split())).first()
    return found or _refuse(f"There is no tag “{name}”, so nothing was changed.")


def _day(until: date | None) -> date:
    return until or _refuse("Choose the day on which their letters begin again.")


def _first_error(form: BulkForm) -> str:
    return next(f"{form[name].label}: {errors[0]}" for name, errors in form.errors.items())


def _refuse(words: str):
    raise ReaderRefused(words)


def _readers(count: int) -> str:
    return f"{count:,} reader{'' if count == 1 else 's'}"
