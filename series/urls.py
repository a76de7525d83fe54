from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail.contrib.sitemaps.views import sitemap

from series import views
from series.feeds import ArticlesFeed, SeriesFeed
from series.sitemaps import SITEMAPS

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("authors/", views.authors, name="authors"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("feeds/", require_safe(RedirectView.as_view(pattern_name="feed"))),
    path("feeds/articles/", require_safe(ArticlesFeed()), name="feed"),
    path("feeds/series/<slug:slug>/", require_safe(SeriesFeed()), name="series_feed"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
