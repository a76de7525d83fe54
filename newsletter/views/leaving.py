"""A reader leaves, rests or comes back with nothing but the token in their letter: no account, cookie or script."""

from datetime import timedelta
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cms.clock import database_now
from newsletter import subscriptions
from newsletter.conf import token_keys
from newsletter.core.tokens import Kind, TokenRefused, masked_address, read_url_token
from newsletter.models import ConsentEvent, Subscription
from newsletter.resolve import hear_token
from newsletter.subscriptions import ReaderRefused
from newsletter.views.own_page import PAUSES
from newsletter.views.quiet import View, quiet

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058 3.1
LEFT = "You are unsubscribed.\n"
KINDS = frozenset({Kind.UNSUBSCRIBE, Kind.LETTER})
CHOICES = {f"pause-{days}": days for days in PAUSES}


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
            return render(request, "newsletter/pages/damaged_link.html", status=HTTPStatus.NOT_FOUND)
        if opened.delivery and request.method == "POST":
            # A press, and no scanner's look: the letter is in somebody's hands, whatever its server did not say.
            hear_token(opened.delivery)
        row = Subscription.objects.named(opened.subscription).select_related("subscriber", "newsletter").first()
        with translation.override(row.subscriber.language if row else "en"):
            return view(request, token, row)

    return with_token


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    """GET asks, POST leaves. The one-click POST of a mail program is answered in plain text, for ever with 200."""
    if request.method != "POST":
        return render(request, "newsletter/pages/leave.html", {**_context(row), "undo_url": _undo_url(row, token)})
    if request.POST.get("choice", "leave") != "leave":
        return _changed(request, token, row)
    is_one_click = request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]
    if row:
        method = ConsentEvent.Method.ONE_CLICK if is_one_click else ConsentEvent.Method.PAGE
        subscriptions.leave(row.pk, method=method)
        row.refresh_from_db()
    if is_one_click or row is None:
        return HttpResponse(LEFT, content_type="text/plain")
    return render(request, "newsletter/pages/left.html", {**_context(row), "undo_url": _undo_url(row, token)})


@reader_page
@require_POST
def undo(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    """Within the hour, one press brings the letters back."""
    restored = row and subscriptions.restore(row.pk, method=ConsentEvent.Method.PAGE)
    back, late = _("You are back. Letters come as before."), _("It is too late to undo this. You can sign up again.")
    return _preferences(request, token, row, said=back if restored else late)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    """What this reader gets, and the ways to rest."""
    return _changed(request, token, row) if request.method == "POST" else _preferences(request, token, row)


def _changed(request: HttpRequest, token: str, row: Subscription | None) -> HttpResponse:
    said = _said(row, request.POST.get("choice", "")) if row else ""
    return _preferences(request, token, row, said=said)


def _said(row: Subscription, choice: str) -> str:
    """Do what was chosen and say what is now true."""
    if choice == "resume":
        subscriptions.resume(row.pk)
        return _("Letters begin again now.")
    if choice not in CHOICES:
        return _("That is not offered here, so nothing was changed.")
    until = database_now().date() + timedelta(days=CHOICES[choice])
    try:
        subscriptions.pause(row.pk, until=until)
    except ReaderRefused as refused:
        return str(refused)
    return _("Paused. We start again on %(day)s.") % {"day": date_format(until)}


def _preferences(request: HttpRequest, token: str, row: Subscription | None, *, said: str = "") -> HttpResponse:
    if row:
        row.refresh_from_db()
    context = {**_context(row), "said": said, "leave_url": reverse("leave", args=[token])}
    return render(request, "newsletter/pages/preferences.html", context)


def _undo_url(row: Subscription | None, token: str) -> str:
    """Where to take it back, for an hour: also for one whose mail program left for them, and who comes to see."""
    return reverse("undo_leaving", args=[token]) if row and subscriptions.can_be_restored(row) else ""


def _context(row: Subscription | None) -> dict:
    """A forwarded letter must not expose its owner: the address is masked, and nothing else is shown."""
    if row is None:
        return {"newsletter": None, "state": Subscription.State.ENDED, "masked_address": ""}
    return {
        "newsletter": row.newsletter,
        "state": row.state,
        "paused_until": row.paused_until,
        "masked_address": masked_address(row.subscriber.email),
        "page_language": row.subscriber.language,
        "pause_choices": [(value, PAUSES[days]) for value, days in CHOICES.items()],
    }
