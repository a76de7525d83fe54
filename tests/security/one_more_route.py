"""The site with one route more, which nobody has put into the matrix."""

from django.urls import include, path
from django.views import View

urlpatterns = [path("a/new/<int:pk>/", View.as_view()), path("", include("cms.config.urls"))]
