"""A reader comes in: the form, the same answer for everybody, and the page behind the link in their mailbox."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.callers import caller_of
from newsletter import sign_up
from newsletter.conf import counted_network
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.sign_up import SignUp, network_of
from newsletter.mailed_links import LinkRefused, open_link
from newsletter.models import Issue, MailedLink, Newsletter
from newsletter.sign_up import SignUpRefused, TooManySignUps
from newsletter.sign_up_hearing import names
from newsletter.views.join_form import WORDING, JoinForm, now_started, once_more, took_its_time
from newsletter.views.quiet import quiet


@csrf_exempt  # Nothing happens here in anybody's name: no cookie is read, and only the mailbox's owner can confirm.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The form; what is posted is answered alike for every address."""
    offered = list(Newsletter.objects.filter(takes_readers=True))
    chosen = next((row for row in offered if row.slug == slug), None)
    if not offered or (slug and chosen is None):
        raise Http404
    chosen = chosen or (offered[0] if len(offered) == 1 else None)
    page_language = (chosen or offered[0]).language
    with translation.override(page_language if page_language in dict(settings.LANGUAGES) else "en"):
        if request.method == "POST":
            return _asked(request, JoinForm(request.POST, offered=offered), chosen)
        initial = {
            "newsletters": [chosen.pk] if chosen else [row.pk for row in offered[:1]],
            "language": translation.get_language_from_request(request),
            "zone": (chosen or offered[0]).zone,
        }
        return _form(request, JoinForm(initial=initial, offered=offered), chosen)


def _asked(request: HttpRequest, form: JoinForm, chosen: Newsletter | None) -> HttpResponse:
    if form["trap"].value():
        return _answered(request, chosen)
    if not form.is_valid():
        return _form(request, form, chosen, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not took_its_time(form.cleaned_data["started"]):
        return _form(request, form, chosen, template="join_again")
    try:
        sign_up.ask(_sign_up(request, form, chosen))
    except TooManySignUps as refused:
        form.add_error(None, str(refused))
        return _form(request, form, chosen, status=HTTPStatus.TOO_MANY_REQUESTS)
    except SignUpRefused as refused:
        form.add_error(None, str(refused))
        return _form(request, form, chosen, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _answered(request, chosen)


def _sign_up(request: HttpRequest, form: JoinForm, chosen: Newsletter | None) -> SignUp:
    given = form.cleaned_data
    wanted = list(Newsletter.objects.filter(pk__in=given["newsletters"]))
    first = chosen or wanted[0]
    return SignUp(
        email=given["email"],
        newsletters=tuple(row.pk for row in wanted),
        wording=str(WORDING) % {"choices": names(wanted, language=translation.get_language() or "en")},
        form=given["via"] or request.build_absolute_uri(request.path),
        method="embed" if given["via"] else "page",
        first_name=given["first_name"],
        language=given["language"] or (first.language if first.language in dict(settings.LANGUAGES) else "en"),
        zone=given["zone"] or first.zone,
        network=counted_network(network_of(caller_of(request))),
    )


def _form(
    request: HttpRequest, form: JoinForm, chosen: Newsletter | None, *, template: str = "join", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "newsletter": chosen,
        "started": once_more() if template == "join_again" else now_started(),
        "wording": str(WORDING) % {"choices": chosen.name if chosen else translation.gettext("what I ticked")},
        "is_one": len(form.fields["newsletters"].choices) == 1,
    }
    return render(request, f"newsletter/pages/{template}.html", context, status=status)


def _answered(request: HttpRequest, chosen: Newsletter | None) -> HttpResponse:
    return render(request, "newsletter/pages/join_received.html", {"newsletter": chosen}, status=HTTPStatus.ACCEPTED)


@quiet
@csrf_exempt  # The token in the address is the right to act.
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button, POST confirms; a second POST, or a look afterwards, shows how it stands."""
    try:
        link = open_link(token, purpose=LinkPurpose.CONFIRM)
        with translation.override(link.subscriber.language):
            if request.method != "POST" and link.used_at is None:
                return render(request, "newsletter/pages/confirm.html", _of(link))
            rows = sign_up.confirm(link)
            active = [row.newsletter_id for row in rows if row.state != row.State.ENDED]
            upcoming = Issue.objects.filter(newsletter__in=active, state="scheduled").order_by("send_at").first()
            context = _of(link) | {"rows": rows, "upcoming": upcoming, "is_in": bool(active)}
            return render(request, "newsletter/pages/confirmed.html", context)
    except LinkRefused:
        return render(request, "newsletter/pages/confirm_expired.html", status=HTTPStatus.NOT_FOUND)


def _of(link: MailedLink) -> dict:
    chosen = Newsletter.objects.filter(pk__in=link.facts["newsletters"]).order_by("name")
    language = link.subscriber.language
    return {
        "newsletter": link.newsletter,
        "page_language": language,
        "choices": names(list(chosen), language=language),
        "reader": link.subscriber,
    }
