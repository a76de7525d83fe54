"""Letters on the site: a newsletter's archive, one letter in the site's frame, and its frozen bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsletter.conf import token_keys
from newsletter.core.letter_views import GUARD, Foot, openly, public_values
from newsletter.core.tokens import Kind, TokenRefused, read_url_token
from newsletter.models import CompiledIssue, Issue, Newsletter
from newsletter.views.wrong_token import wrong_token
from series.models import SeriesPage

GONE = 410
ON_THE_WEB = Foot("This is your letter on the web. To pause or leave, take the links at its foot in your mailbox.")


@require_safe
def newsletters_page(request: HttpRequest) -> HttpResponse:
    """Every newsletter that anyone may know of."""
    found = Newsletter.objects.filter(archive_is_public=True)
    own_address = request.build_absolute_uri(request.path)
    return render(request, "newsletter/pages/newsletters.html", {"newsletters": found, "own_address": own_address})


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
    return _gone(request, issue) if issue.is_withdrawn else HttpResponse(issue.html, headers=GUARD)


@require_safe
@xframe_options_sameorigin
def web_view(request: HttpRequest, token: str) -> HttpResponse:
    """“Read it on the web”: the same for all readers, for nobody else, and never kept by anything on the way."""
    try:
        opened = read_url_token(token, keys=token_keys(), kinds=frozenset({Kind.VIEW}))
    except TokenRefused:
        return wrong_token(request, "404.html")
    found = CompiledIssue.objects.named(opened.subscription)
    frozen = found.select_related("issue__newsletter", "course__series", "newsletter").first()
    if frozen is None:
        raise Http404
    response = _web_view(request, frozen)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _web_view(request: HttpRequest, frozen: CompiledIssue) -> HttpResponse:
    if frozen.course:
        return _gone_part(request, frozen) if frozen.is_withdrawn else _part(frozen)
    return _gone(request, frozen.issue) if frozen.issue.is_withdrawn else _letter(frozen)


def _part(frozen: CompiledIssue) -> HttpResponse:
    values = public_values(newsletter=frozen.newsletter.name, home_url=frozen.course.url, view_url="#")
    return HttpResponse(openly(frozen.letter, values, foot=ON_THE_WEB), headers=GUARD)


def _gone_part(request: HttpRequest, frozen: CompiledIssue) -> HttpResponse:
    series = SeriesPage.objects.readable().filter(pk=frozen.course.series_id)
    return render(
        request, "newsletter/pages/gone.html", {"newsletter": frozen.newsletter, "series": series}, status=GONE
    )


def _letter(frozen: CompiledIssue) -> HttpResponse:
    return HttpResponse(openly(frozen.letter, frozen.issue.public_values, foot=ON_THE_WEB), headers=GUARD)


def _gone(request: HttpRequest, issue: Issue) -> HttpResponse:
    context = {"newsletter": issue.newsletter, "series": issue.shown_series}
    return render(request, "newsletter/pages/gone.html", context, status=GONE)


def _public_issue(slug: str, number: int) -> Issue:
    issues = Issue.objects.in_archive().select_related("compiled")
    return get_object_or_404(issues, newsletter__slug=slug, number=number)
