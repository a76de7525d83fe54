"""One reader in the admin: their whole story, and what staff may do here. The address is shown only when asked for."""

from collections.abc import Callable

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from wagtail.admin import messages

from cms.admin.guarded import SecondFactorMixin
from newsletter.admin.reader_story import story
from newsletter.admin.readers_page import CHANGE_SUBSCRIPTION, ERASE, SEE_ADDRESS, TAG, ReadersPage
from newsletter.core.attributes import AttributeRefused
from newsletter.models import AccessRecord, ReaderTag, Subscriber, Subscription
from newsletter.readers import (
    describe_reader,
    end_readers,
    pause_readers,
    resume_reader,
    tag_readers,
    untag_readers,
    write_note,
)
from newsletter.subscriptions import ReaderRefused

NO_CHOICE = "That choice is not offered here, so nothing was changed."
NO_REASON = "Say in a few words why; it stays on record. Nothing was shown, and nothing was done."
NO_DAY = "Choose the day on which their letters begin again."


class ReaderPage(ReadersPage):
    """A page about one reader, named in the address by their public id."""

    template_name = "newsletter/admin/reader.html"

    @cached_property
    def reader(self) -> Subscriber:
        return get_object_or_404(Subscriber.objects.prefetch_related("tags"), public_id=self.kwargs["public_id"])

    def page(self, *, shows_address: bool):
        """The story; with the address only when it was asked for just now."""
        self.page_title = str(self.reader)
        may = self.request.user.has_perm
        return self.render_to_response(
            self.get_context_data(
                reader=self.reader,
                story=story(self.reader, user=self.request.user),
                shows_address=shows_address,
                may_see=may(SEE_ADDRESS),
                may_change=may(CHANGE_SUBSCRIPTION),
                may_tag=may(TAG),
                may_erase=may(ERASE),
            )
        )


class ReaderView(ReaderPage):
    """Everything but the address."""

    def get(self, _request, **_kwargs):
        return self.page(shows_address=False)


class GuardedReaderPage(SecondFactorMixin, ReaderPage):
    """What is done here takes the second factor."""

    def way_back(self) -> str:
        return reverse("newsletter_readers:reader", args=[self.kwargs["public_id"]])


class ReasonedReaderPage(GuardedReaderPage):
    """POST does what staff have a reason for; the reason stays on record. Without one nothing is done or shown."""

    http_method_names = ("post",)

    def post(self, request, **_kwargs):
        if why := request.POST.get("why", "").strip():
            return self.act(request, why)
        return self.refuse(NO_REASON)

    def act(self, request, why: str):
        raise NotImplementedError

    def refuse(self, words: str):
        messages.error(self.request, words)
        return redirect("newsletter_readers:reader", self.reader.public_id)


class AddressView(ReasonedReaderPage):
    """POST shows the address once."""

    permission_required = SEE_ADDRESS
    asks_anew = False

    def act(self, request, why):
        AccessRecord.objects.note("saw", by=request.user, readers=[self.reader], fields="address, name", why=why)
        return self.page(shows_address=True)


class ReaderDeedView(ReaderPage):
    """POST does one thing for this reader and leads back to the page. `deeds`: the choice -> what it does."""

    http_method_names = ("post",)
    deeds: dict[str, Callable[..., str]] = {}

    def post(self, request, **kwargs):
        deed = self.deeds.get(request.POST.get("choice", ""))
        try:
            messages.success(request, deed(self, request, **kwargs)) if deed else messages.error(request, NO_CHOICE)
        except (ReaderRefused, AttributeRefused) as refused:
            messages.error(request, str(refused))
        return redirect("newsletter_readers:reader", self.reader.public_id)


class StandingView(ReaderDeedView):
    """Pause, go on, or end the letters of one subscription, which is found through its reader."""

    permission_required = CHANGE_SUBSCRIPTION

    def _row(self) -> Subscription:
        return get_object_or_404(self.reader.subscriptions, public_id=self.kwargs["subscription"])

    def _pause(self, request, **_kwargs) -> str:
        until = _day(request.POST.get("until", ""))
        if not pause_readers([self.reader], of=self._row(), until=until, by=request.user):
            raise ReaderRefused("There is nothing to pause: these letters have ended or were never confirmed.")
        return f"Letters rest until {until:%-d %B %Y}."

    def _resume(self, request, **_kwargs) -> str:
        resume_reader(self.reader, of=self._row(), by=request.user)
        return "Letters go on."

    def _end(self, request, **_kwargs) -> str:
        end_readers([self.reader], of=self._row(), why=_why(request), by=request.user)
        return "These letters have ended. Nothing more of them leaves to this reader."

    deeds = {"pause": _pause, "resume": _resume, "end": _end}


class DescribeView(ReaderDeedView):
    """Tags and attributes of the reader."""

    permission_required = TAG

    def _tag(self, request, **_kwargs) -> str:
        tag_readers([self.reader], name=request.POST.get("tag", ""), by=request.user)
        return "Tagged."

    def _untag(self, request, **_kwargs) -> str:
        tag = get_object_or_404(ReaderTag, pk=_number(request.POST.get("tag", "")))
        untag_readers([self.reader], tag=tag, by=request.user)
        return "The tag is off."

    def _describe(self, request, **_kwargs) -> str:
        given = {name.removeprefix("attribute-"): request.POST[name] for name in request.POST if "attribute-" in name}
        describe_reader(self.reader, given, by=request.user)
        return "Noted."

    deeds = {"tag": _tag, "untag": _untag, "describe": _describe}


class NoteView(ReaderDeedView):
    """A note for colleagues."""

    permission_required = CHANGE_SUBSCRIPTION

    def _write(self, request, **_kwargs) -> str:
        write_note(self.reader, words=request.POST.get("words", ""), by=request.user)
        return "The note is with this reader."

    deeds = {"write": _write}


def _day(given: str):
    try:
        return parse_date(given) or _refuse(NO_DAY)
    except ValueError:
        return _refuse(NO_DAY)


def _why(request) -> str:
    return request.POST.get("why", "")


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def _refuse(words: str):
    raise ReaderRefused(words)
