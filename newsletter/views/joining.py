"""A reader comes in: the form, the same answer for everybody, and the page behind the link in their mailbox."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.callers import caller_of
from newsletter import sign_up
from newsletter.conf import counted_network
from newsletter.core.crowd import Way
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.sign_up import SignUp, network_of
from newsletter.mailed_links import LinkRefused, open_link
from newsletter.models import Course, Issue, MailedLink, Newsletter
from newsletter.models.issue_barriers import Barriers
from newsletter.sign_up import SignUpRefused, TooManySignUps, WorkWanted
from newsletter.sign_up_hearing import names
from newsletter.views.course_words import promise_words, standing_of
from newsletter.views.crowd import ticket_of, way_of
from newsletter.views.join_form import (
    JoinForm,
    Offered,
    Target,
    consent_words,
    meant,
    now_started,
    once_more,
    took_its_time,
)
from newsletter.views.not_offered import NotOffered, not_offered
from newsletter.views.quiet import quiet
from newsletter.views.wrong_token import wrong_token

CONFIRM_EXPIRED = "newsletter/pages/confirm_expired.html"


@csrf_exempt  # Nothing happens here in anybody's name: no cookie is read, and only the mailbox's owner can confirm.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str = "", series: str = "") -> HttpResponse:
    """The form; what is posted is answered alike for every address. `series` is the slug of a course's series."""
    offered = Offered.today()
    try:
        chosen = _chosen(offered, slug=slug, series=series)
    except NotOffered:
        return not_offered(request, offered, slug=slug)
    first = chosen or offered.everything[0]
    page_language = first.voice.language
    with translation.override(page_language if page_language in dict(settings.LANGUAGES) else "en"):
        if request.method == "POST":
            return _asked(request, JoinForm(meant(request.POST, chosen), offered=offered), chosen)
        initial = {
            "newsletters": [chosen.pk] if isinstance(chosen, Newsletter) else [],
            "courses": [chosen.pk] if isinstance(chosen, Course) else [],
            "language": translation.get_language_from_request(request),
            "zone": first.zone,
        }
        return _form(request, JoinForm(initial=initial, offered=offered), chosen)


def _chosen(offered: Offered, *, slug: str, series: str) -> Target | None:
    """What the address of the form names, or all that there is. Raises NotOffered."""
    if slug or series:
        named = [row for row in offered.newsletters if slug and row.slug == slug]
        named += [row for row in offered.courses if series and row.series.slug == series]
        return named[0] if named else _missing()
    everything = offered.everything or _missing()
    return everything[0] if len(everything) == 1 else None


def _missing():
    raise NotOffered


def _asked(request: HttpRequest, form: JoinForm, chosen: Target | None) -> HttpResponse:
    if form["trap"].value():
        return _answered(request, chosen)
    if not form.is_valid():
        return _form(request, form, chosen, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not took_its_time(form.cleaned_data["started"]):
        return _form(request, form, chosen, template="join_again")
    ticket = ticket_of(form)
    try:
        sign_up.ask(_sign_up(request, form, chosen, way=way_of(form, ticket)))
    except WorkWanted:
        return _form(request, form, chosen, template="join_crowd", ticket=ticket)
    except SignUpRefused as refused:
        form.add_error(None, _(str(refused)))
        too_many = isinstance(refused, TooManySignUps)
        status = HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY
        return _form(request, form, chosen, status=status)
    return _answered(request, chosen)


def _sign_up(request: HttpRequest, form: JoinForm, chosen: Target | None, *, way: Way) -> SignUp:
    given, wanted = form.cleaned_data, form.wanted
    first = chosen or wanted[0]
    return SignUp(
        email=given["email"],
        newsletters=tuple(given["newsletters"]),
        courses=tuple(given["courses"]),
        wording=consent_words(form.offered, ticked=wanted),
        form=given["via"] or request.build_absolute_uri(request.path),
        method="embed" if given["via"] else "page",
        first_name=given["first_name"],
        language=given["language"] or _spoken(request, besides=first.voice.language),
        zone=given["zone"] or first.zone,
        network=counted_network(network_of(caller_of(request))),
        way=way,
    )


def _spoken(request: HttpRequest, *, besides: str) -> str:
    """The language that the browser names, for a form that asks for none; else the letters' own, or English."""
    if "Accept-Language" in request.headers:
        return translation.get_language_from_request(request)
    return besides if besides in dict(settings.LANGUAGES) else "en"


def _form(
    request: HttpRequest,
    form: JoinForm,
    chosen: Target | None,
    *,
    template: str = "join",
    status: int = 200,
    **more,
) -> HttpResponse:
    context = {
        "page_language": translation.get_language(),
        "form": form,
        "target": chosen,
        "newsletter": chosen and chosen.voice,
        "started": now_started() if template == "join" else once_more(),
        "wording": consent_words(form.offered, ticked=() if template == "join" else form.wanted),
        "is_one": form.offered.is_one,
        "promise": promise_words(chosen) if isinstance(chosen, Course) else "",
        **more,
    }
    return render(request, f"newsletter/pages/{template}.html", context, status=status)


def _answered(request: HttpRequest, chosen: Target | None) -> HttpResponse:
    context = {"newsletter": chosen and chosen.voice, "page_language": translation.get_language()}
    return render(request, "newsletter/pages/join_received.html", context, status=HTTPStatus.ACCEPTED)


@quiet
@csrf_exempt  # The token in the address is the right to act.
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button, POST confirms; a second POST, or a look afterwards, shows how it stands."""
    try:
        link = open_link(token, purpose=LinkPurpose.CONFIRM)
    except LinkRefused:
        return wrong_token(request, CONFIRM_EXPIRED)
    with translation.override(link.subscriber.language):
        if request.method != "POST" and link.used_at is None:
            return render(request, "newsletter/pages/confirm.html", _of(link))
        return _confirmed(request, link)


def _confirmed(request: HttpRequest, link: MailedLink) -> HttpResponse:
    try:
        rows = sign_up.confirm(link)
    except LinkRefused:  # a right token, for newsletters that are there no more
        return render(request, CONFIRM_EXPIRED, status=HTTPStatus.NOT_FOUND)
    active = [row for row in rows if row.state != row.State.ENDED]
    newsletters = [row.newsletter_id for row in active if row.newsletter_id]
    scheduled = Issue.objects.to_everybody().filter(newsletter__in=newsletters, state="scheduled").order_by("send_at")
    context = _of(link) | {
        "rows": rows,
        "upcoming": next((row for row in scheduled if Barriers.of(row).promises(link.subscriber_id)), None),
        "is_in": bool(active),
        "newsletters": newsletters,
    }
    context["series"] = [(row.target, standing_of(row)["words"]) for row in active if row.course_id]
    return render(request, "newsletter/pages/confirmed.html", context)


def _of(link: MailedLink) -> dict:
    chosen = sign_up.chosen_by(link)
    language = link.subscriber.language
    return {
        "newsletter": link.newsletter,
        "page_language": language,
        "choices": names(chosen, language=language),
        "reader": link.subscriber,
    }
