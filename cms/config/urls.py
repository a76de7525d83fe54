"""Which app answers which address. Only includes."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api.wagtail_v2 import router

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", router.urls),
    path("", include("newsletter.urls")),
    path("", include("series.urls")),
    path("", include(wagtail_urls)),
]
