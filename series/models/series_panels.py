"""The series' edit view: what it is, its parts and their states, what is told about it."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from series.models.board import BoardPanel

CONTENT = [
    *Page.content_panels,
    FieldPanel("subtitle"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
    FieldPanel("intro"),
]
PARTS = [
    FieldRowPanel([FieldPanel("label_word"), FieldPanel("planned_total"), FieldPanel("announce")]),
    FieldRowPanel([FieldPanel("subject"), FieldPanel("side_a_label"), FieldPanel("side_b_label")]),
    BoardPanel(heading="What readers see today"),
    InlinePanel("parts", label="part", heading="Parts, in reading order"),
]
ABOUT = [
    FieldPanel("teaser"),
    FieldPanel("topics"),
    MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading="Cover"),
    FieldPanel("content_notes"),
    MultiFieldPanel([FieldPanel("short_title"), FieldPanel("discreet_subject")], heading="In letters"),
]
EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(CONTENT, heading="Series"),
        ObjectList(PARTS, heading="Parts"),
        ObjectList(ABOUT, heading="About it"),
        ObjectList(Page.promote_panels, heading="Promote"),
        ObjectList(Page.settings_panels, heading="Settings"),
    ]
)
