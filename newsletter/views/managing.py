"""A reader's own page behind a link from their mailbox: what they get, who they are, and the way out."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.callers import caller_of
from newsletter.conf import counted_network
from newsletter.core.addresses import AddressRefused
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.sign_up import network_of
from newsletter.mailed_links import LinkRefused, open_link
from newsletter.models import MailedLink
from newsletter.rights import export_reader, move
from newsletter.sign_up import SignUpRefused, TooManySignUps, ask_for_page
from newsletter.subscriptions import ReaderRefused
from newsletter.views.own_page import Change, change, page_of
from newsletter.views.quiet import View, quiet
from newsletter.views.wrong_token import wrong_token

LINK_OVER = "newsletter/pages/link_over.html"


def behind(purpose: LinkPurpose) -> Callable[[View], View]:
    """The token becomes the mailed link it names, in its reader's language; one that opens nothing offers a new one."""

    def decorated(view: View) -> View:
        @quiet
        @csrf_exempt  # The token in the address is the right to act; these pages set no cookie.
        @wraps(view)
        def with_link(request: HttpRequest, token: str) -> HttpResponse:
            try:
                link = open_link(token, purpose=purpose)
            except LinkRefused:
                return wrong_token(request, LINK_OVER)
            with translation.override(link.subscriber.language):
                try:
                    return view(request, link)
                except LinkRefused:  # a right token, for something that is there no more
                    return render(request, LINK_OVER, status=HTTPStatus.NOT_FOUND)

        return with_link

    return decorated


@quiet
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link to one's page; the answer is the same for every address."""
    if request.method != "POST":
        return render(request, "newsletter/pages/ask_for_page.html")
    email = request.POST.get("email", "")
    try:
        ask_for_page(email, network=counted_network(network_of(caller_of(request))))
    except (AddressRefused, SignUpRefused) as refused:
        context = {"error": _(str(refused)), "email": email}
        too_many = isinstance(refused, TooManySignUps)
        status = HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "newsletter/pages/ask_for_page.html", context, status=status)
    return render(request, "newsletter/pages/ask_for_page.html", {"is_asked": True}, status=HTTPStatus.ACCEPTED)


@behind(LinkPurpose.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """Everything that a reader gets and is here; each change is a POST and says what is now true."""
    done = change(link, request.POST) if request.method == "POST" else Change()
    if done.is_erased:
        return render(request, "newsletter/pages/erased.html", {"newsletter": link.newsletter})
    wants_erasure = "erase" in request.GET and request.method != "POST"
    page = page_of(link) | {"data_url": reverse("own_data", args=[request.resolver_match.kwargs["token"]])}
    with translation.override(page["page_language"]):  # it may have been changed just now
        return render(request, "newsletter/pages/manage.html", page | {"done": done, "erase": wants_erasure})


@behind(LinkPurpose.MANAGE)
@require_safe
def data(request: HttpRequest, link: MailedLink) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """All that is known of the reader, to take along."""
    told = JsonResponse(export_reader(link.subscriber), json_dumps_params={"ensure_ascii": False, "indent": 2})
    told["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return told


@behind(LinkPurpose.ADDRESS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """The mailbox's owner says yes to letters at this address; a look changes nothing."""
    context = {"newsletter": link.newsletter, "page_language": link.subscriber.language, "email": link.facts["email"]}
    if request.method == "POST" or link.used_at:
        try:
            move(link)
            context["is_moved"] = True
        except ReaderRefused as refused:
            context["said"] = _(str(refused))
    return render(request, "newsletter/pages/new_address.html", context)
