from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from series import views
from series.feeds import ArticlesFeed, SeriesFeed
from series.sitemaps import SITEMAPS

urlpatterns = [
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("feeds/articles/", ArticlesFeed(), name="feed"),
    path("feeds/series/<slug:slug>/", SeriesFeed(), name="series_feed"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
