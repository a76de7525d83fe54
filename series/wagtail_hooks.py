"""What the admin learns of articles and series."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from wagtail import hooks

from series.admin.lone_parts import warn_of_lone_part
from series.admin.preflight import ArticleViewSet, preflight
from series.admin.release import release
from series.admin.split import split_page
from series.admin.title import title
from series.models import ArticlePage
from series.models.publishing import PublishStopped, refuse_unready


@hooks.register("register_admin_viewset")
def article_viewset():
    return ArticleViewSet()


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("series/<int:page_id>/release/", release, name="series_release"),
        path("articles/<int:page_id>/preflight/", preflight, name="article_preflight"),
        path("articles/<int:page_id>/title/", title, name="article_title"),
        path("articles/<int:page_id>/split/", split_page, name="article_split"),
    ]


@hooks.register("before_bulk_action")
def stop_bulk_publishing(request, action_type, objects, _action):
    """Ticking many pages and pressing publish asks the same stop checks, before any of them goes live."""
    if action_type != "publish" or request.method != "POST":
        return None
    stopped = [words for page in objects for words in _stops(page)]
    for words in stopped:
        messages.error(request, words)
    return redirect(request.GET.get("next") or "wagtailadmin_home") if stopped else None


@hooks.register("after_publish_page")
def name_draft_series(request, page):
    """A part that goes live without its series is no surprise."""
    warn_of_lone_part(request, page)


@hooks.register("after_bulk_action")
def name_draft_series_of_many(request, action_type, objects, _action):
    """Nor are many."""
    for page in objects if action_type == "publish" else ():
        warn_of_lone_part(request, page)


def _stops(page) -> list[str]:
    draft = page.specific.get_latest_revision_as_object()
    if not isinstance(draft, ArticlePage):
        return []
    try:
        refuse_unready(draft)
    except PublishStopped as stopped:
        return stopped.messages
    return []
