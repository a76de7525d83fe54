"""Letters on the site: a newsletter's archive, one letter in the site's frame, and its frozen bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsletter.conf import token_keys
from newsletter.core.letter_views import GUARD, as_html
from newsletter.core.tokens import Kind, TokenRefused, read_url_token
from newsletter.models import CompiledIssue, Issue, Newsletter

GONE = 410


@require_safe
def newsletter_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every letter of a newsletter that anyone may read, newest first."""
    newsletter = get_object_or_404(Newsletter, slug=slug, archive_is_public=True)
    issues = Issue.objects.in_archive().filter(newsletter=newsletter)
    return render(request, "newsletter/pages/newsletter.html", {"newsletter": newsletter, "issues": issues})


@require_safe
def issue_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One letter, with what came before and after."""
    issue = _public_issue(slug, number)
    if issue.is_withdrawn:
        return _gone(request, issue)
    others = Issue.objects.in_archive().filter(newsletter=issue.newsletter)
    context = {
        "issue": issue,
        "newsletter": issue.newsletter,
        "letter_html_url": reverse("issue_letter", args=[slug, number]),
        "previous": others.filter(number__lt=number).order_by("-number").first(),
        "next": others.filter(number__gt=number).order_by("number").first(),
    }
    return render(request, "newsletter/issue/web.html", context)


@require_safe
@xframe_options_sameorigin
def issue_letter(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The frozen bytes of a public letter, as nobody in particular sees them."""
    issue = _public_issue(slug, number)
    return _gone(request, issue) if issue.is_withdrawn else _letter(issue.compiled)


@require_safe
@xframe_options_sameorigin
def web_view(request: HttpRequest, token: str) -> HttpResponse:
    """“Read it on the web”: the same for all readers, for nobody else, and never kept by anything on the way."""
    try:
        opened = read_url_token(token, keys=token_keys(), kinds=frozenset({Kind.VIEW}))
    except TokenRefused as refused:
        raise Http404 from refused
    frozen = CompiledIssue.objects.named(opened.subscription).select_related("issue__newsletter").first()
    if frozen is None:
        raise Http404
    response = _gone(request, frozen.issue) if frozen.issue.is_withdrawn else _letter(frozen)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _letter(frozen: CompiledIssue) -> HttpResponse:
    return HttpResponse(as_html(frozen.letter, frozen.issue.public_values), headers=GUARD)


def _gone(request: HttpRequest, issue: Issue) -> HttpResponse:
    context = {"newsletter": issue.newsletter, "series": issue.shown_series}
    return render(request, "newsletter/pages/gone.html", context, status=GONE)


def _public_issue(slug: str, number: int) -> Issue:
    issues = Issue.objects.in_archive().select_related("compiled")
    return get_object_or_404(issues, newsletter__slug=slug, number=number)
