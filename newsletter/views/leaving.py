"""A reader leaves, rests or comes back with nothing but the token in their letter: no account, cookie or script."""

from collections.abc import Mapping
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from newsletter import subscriptions
from newsletter.conf import token_keys
from newsletter.core.courses.facts import Pace
from newsletter.core.tokens import Kind, TokenRefused, masked_address, read_url_token
from newsletter.courses.deeds import choose_pace, get_the_rest
from newsletter.models import ConsentEvent, Subscriber, Subscription
from newsletter.resolve import hear_token
from newsletter.subscriptions import ReaderRefused
from newsletter.views.course_words import standing_of
from newsletter.views.own_page import PAUSES, day_of_pause, said_again
from newsletter.views.own_row import going_on
from newsletter.views.quiet import View, quiet
from newsletter.views.wrong_token import wrong_token

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058 3.1
LEFT = "You are unsubscribed.\n"
KINDS = frozenset({Kind.UNSUBSCRIBE, Kind.LETTER})
WAYS_OUT = frozenset({"leave", "everything"})
LANGUAGES = {f"language-{code}": name for code, name in settings.LANGUAGES}
PACE_CHOICES = {f"pace-{pace.value}": pace for pace in Pace}
CHOICES = {f"pause-{days}": days for days in PAUSES} | {"pause-until": None}


def reader_page(view: View) -> View:
    """The token becomes the subscription it names (None for one who was erased); nothing of it leaks or is kept."""

    @quiet
    @csrf_exempt  # The token in the address is the right to act; RFC 8058's POST comes without cookies.
    @wraps(view)
    def with_token(request: HttpRequest, token: str) -> HttpResponse:
        try:
            opened = read_url_token(token, keys=token_keys(), kinds=KINDS)
        except TokenRefused:
            # Whoever wants to leave and has a damaged link must hear of another way.
            return wrong_token(request, "newsletter/pages/damaged_link.html")
        if opened.delivery and request.method == "POST":
            # A press, and no scanner's look: the letter is in somebody's hands, whatever its server did not say.
            hear_token(opened.delivery)
        row = Subscription.objects.named(opened.subscription).with_target().select_related("subscriber").first()
        with translation.override(row.subscriber.language if row else translation.get_language_from_request(request)):
            return view(request, token, row)

    return with_token


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    """GET asks, POST leaves. The one-click POST of a mail program is answered in plain text, for ever with 200."""
    if request.method != "POST":
        return render(request, "newsletter/pages/leave.html", {**_context(row), "undo_url": _undo_url(row, token)})
    choice = request.POST.get("choice", "leave")
    if choice not in WAYS_OUT:
        return _changed(request, token, row)
    is_one_click = request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]
    if row:
        method = ConsentEvent.Method.ONE_CLICK if is_one_click else ConsentEvent.Method.PAGE
        for each in row.subscriber.subscriptions.all() if choice == "everything" else [row]:
            subscriptions.leave(each.pk, method=method)
        row.refresh_from_db()
    if is_one_click or row is None:
        return HttpResponse(LEFT, content_type="text/plain")
    facts = {"undo_url": _undo_url(row, token), "left_everything": choice == "everything"}
    return render(request, "newsletter/pages/left.html", {**_context(row), **facts})


@reader_page
@require_POST
def undo(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    """Within the hour, one press brings the letters back."""
    back, late = _("You are back. Letters come as before."), _("It is too late to undo this. You can sign up again.")
    if row:
        subscriptions.restore(row.pk, method=ConsentEvent.Method.PAGE)
        row.refresh_from_db()
    is_back = row and row.state != row.State.ENDED  # by this press, or by the one before
    return _preferences(request, token, row, said=back if is_back else late)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    """What this reader gets, and the ways to rest."""
    return _changed(request, token, row) if request.method == "POST" else _preferences(request, token, row)


def _changed(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    said = _said(row, request.POST) if row else ""
    return _preferences(request, token, row, said=said)


def _said(row: Subscription, given: Mapping[str, str]) -> str:
    """Do what was chosen and say what is now true."""
    choice = given.get("choice", "")
    if choice in LANGUAGES:
        language = choice.removeprefix("language-")
        Subscriber.objects.filter(pk=row.subscriber_id).update(language=language)
        with translation.override(language):  # the page that says so is in the new language already
            return _("Kept.")
    try:
        return _paused(row, given) if choice in CHOICES else _done(row, choice)
    except ReaderRefused as refused:
        return _(str(refused))


def _done(row: Subscription, choice: str) -> str:
    if choice == "resume":
        subscriptions.resume(going_on(row).pk)
        return _("Letters begin again now.")
    if choice in PACE_CHOICES and row.course_id:
        choose_pace(going_on(row), PACE_CHOICES[choice])
        return _("Kept. It counts from the next part.")
    if choice == "more" and row.course_id:
        get_the_rest(going_on(row))
        return _("What was added comes to you now, part by part.")
    if choice == "again":
        return said_again(row)
    raise ReaderRefused(gettext_noop("That is not offered here, so nothing was changed."))


def _paused(row: Subscription, given: Mapping[str, str]) -> str:
    days = str(CHOICES[given["choice"]] or "")
    until = day_of_pause({"days": days, "until": given.get("until", "")}, row.subscriber)
    subscriptions.pause(row.pk, until=until)
    return _("Paused. We start again on %(day)s.") % {"day": date_format(until)}


def _preferences(request: HttpRequest, token: str, row: Subscription | None, *, said: str = "") -> HttpResponse:
    if row:
        row.refresh_from_db()
    context = {**_context(row), "said": said, "leave_url": reverse("leave", args=[token])}
    with translation.override(context["page_language"]):  # it may have been changed just now
        return render(request, "newsletter/pages/preferences.html", context)


def _undo_url(row: Subscription | None, token: str) -> str:
    """Where to take it back, for an hour: also for one whose mail program left for them, and who comes to see."""
    return reverse("undo_leaving", args=[token]) if row and subscriptions.can_be_restored(row) else ""


def _context(row: Subscription | None) -> dict:
    """A forwarded letter must not expose its owner: the address is masked, and nothing else is shown."""
    if row is None:
        return {
            "newsletter": None,
            "state": Subscription.State.ENDED,
            "masked_address": "",
            "page_language": get_language(),
        }
    today = subscriptions.today_of(row.subscriber)
    return {
        "newsletter": row.voice,
        "name": row.target.name,
        "standing": standing_of(row, is_forwardable=True),
        "state": row.state,
        "paused_until": row.rests_until,
        "masked_address": masked_address(row.subscriber.email),
        "page_language": row.subscriber.language,
        "language_choices": [
            (value, name) for value, name in LANGUAGES.items() if value != f"language-{row.subscriber.language}"
        ],
        "pause_choices": [(value, PAUSES[days]) for value, days in CHOICES.items() if days],
        "tomorrow": today + timedelta(days=1),
        "latest": today + subscriptions.LONGEST_PAUSE,
    }
