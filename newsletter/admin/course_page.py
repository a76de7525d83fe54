"""What the admin pages about one course share: who may come in, which course, and the way back."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsletter.admin.desk_page import DeskPage
from newsletter.models import Course

CHANGE = "newsletter.change_course"
STANDING = "Open, pause, readers and letters"


class CoursePage(DeskPage):
    """A page about one course."""

    permission_required = CHANGE
    header_icon = "group"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.course = get_object_or_404(Course.objects.select_related("series", "newsletter"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.course)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("newsletter_courses:list"), "label": "Courses"},
            {"url": reverse("newsletter_courses:edit", args=[self.course.pk]), "label": str(self.course)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        pages = ("standing", "dates")
        urls = {f"{name}_url": reverse(f"newsletter_courses:{name}", args=[self.course.pk]) for name in pages}
        return super().get_context_data(course=self.course, **urls, **kwargs)
