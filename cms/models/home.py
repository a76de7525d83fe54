from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.core.walls import ONLY_READ


class HomePage(Page):
    """The front door: a name, one sentence, the current series and the latest articles."""

    promise = models.CharField(
        max_length=200, blank=True, help_text="One sentence under the site's name: what readers find here."
    )

    allowed_http_methods = ONLY_READ
    template = "home.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("promise")]
