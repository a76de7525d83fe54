"""The article's edit view: text, what is told about it, care."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

CONTENT = [
    *Page.content_panels,
    FieldPanel("subtitle"),
    InlinePanel("authorships", label="author", heading="Authors"),
    FieldPanel("body"),
]
ABOUT = [
    FieldPanel("teaser"),
    FieldPanel("topics"),
    MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading="Cover"),
    MultiFieldPanel(
        [
            FieldPanel("content_notes"),
            FieldPanel("content_note_text"),
            FieldPanel("support"),
            FieldPanel("show_disclaimer"),
        ],
        heading="Care",
    ),
    FieldRowPanel([FieldPanel("published_on"), FieldPanel("canonical_url")]),
    FieldRowPanel([FieldPanel("reviewed_by"), FieldPanel("reviewed_on")]),
]
EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(CONTENT, heading="Text"),
        ObjectList(ABOUT, heading="About it"),
        ObjectList(Page.promote_panels, heading="Promote"),
        ObjectList(Page.settings_panels, heading="Settings"),
    ]
)
