"""Where the pages about segments stand in the admin."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.segments import BUILD, BuildView, DeleteView, SegmentsView


class SegmentsViewSet(ViewSet):
    """Saved rules that a letter can be addressed to."""

    name = "newsletter_segments"
    url_prefix = "newsletters/segments"
    icon = "tasks"
    menu_label = "Segments"
    menu_name = "segments"
    menu_order = 310

    def get_urlpatterns(self):
        return [
            path("", SegmentsView.as_view(), name="list"),
            path("add/<int:newsletter>/", BuildView.as_view(), name="add"),
            path("<int:pk>/", BuildView.as_view(), name="edit"),
            path("<int:pk>/delete/", DeleteView.as_view(), name="delete"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(BUILD)
        return item
