"""The pages of topics and authors, and what machines ask a site for first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from series.models import ArticlePage, Author, SeriesPage, Topic
from series.models.lists import listed

NEWEST = 100  # a topic's page is one list; older articles are found in the archive
A_DAY = 86_400  # seconds


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Everything that is written on, by name."""
    found = Topic.objects.with_article(ArticlePage.objects.readable(timezone.now()))
    return render(request, "series/topics/web.html", {"topics": found, "own_address": _own_address(request)})


@require_safe
def authors(request: HttpRequest) -> HttpResponse:
    """Everybody who wrote something that anyone may read, by name."""
    found = Author.objects.with_article(ArticlePage.objects.readable(timezone.now())).order_by("name")
    return render(request, "series/authors/web.html", {"authors": found, "own_address": _own_address(request)})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What is written on a topic."""
    found = get_object_or_404(Topic, slug=slug)
    now = timezone.now()
    articles = ArticlePage.objects.readable(now).filter(topics=found)
    all_series = SeriesPage.objects.readable(now).filter(topics=found).select_related("cover").newest_first()
    return render(
        request,
        "series/topic/web.html",
        {
            "topic": found,
            "articles": _newest(articles, now),
            "all_series": list(all_series),
            "own_address": _own_address(request),
        },
    )


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who writes, and what."""
    found = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    now = timezone.now()
    articles = ArticlePage.objects.readable(now).filter(authorships__author=found)
    all_series = SeriesPage.objects.readable(now).with_article(articles).select_related("cover").newest_first()
    return render(
        request,
        "series/author/web.html",
        {
            "author": found,
            "articles": _newest(articles, now),
            "all_series": list(all_series),
            "own_address": _own_address(request),
        },
    )


@require_safe
@cache_control(max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Machines may read what people may; the sitemap says what there is."""
    site = Site.find_for_request(request)
    sitemap = f"Sitemap: {site.root_url}{reverse('sitemap')}\n" if site else ""
    return HttpResponse(f"User-agent: *\nDisallow: /admin/\nDisallow: /mailbox/\n\n{sitemap}", "text/plain")


@require_safe
@cache_control(max_age=A_DAY)
def favicon(_request: HttpRequest) -> HttpResponse:
    """The one address that is asked for without being named anywhere."""
    return redirect(static("cms/icon.svg"))


def _own_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(request.path)


def _newest(articles, now) -> list[ArticlePage]:
    return listed(articles.defer("body").newest_first()[:NEWEST], now=now)
