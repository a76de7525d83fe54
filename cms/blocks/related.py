from wagtail.blocks import ListBlock, PageChooserBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock

AUTO = (("none", "Only those chosen here"), ("series", "And more of this series"), ("topic", "And more on its topics"))


class RelatedBlock(FacedBlock):
    """Other articles worth reading."""

    slug = "related"
    title = fields.plain("Readers see it above the links.")
    intro = fields.rich("A line before the links.")
    articles = ListBlock(
        PageChooserBlock("series.ArticlePage", label="Article"),
        default=[],
        help_text="Only articles that are live are shown. A letter shows the first three.",
    )
    auto = fields.choice("Fills up with other articles when there are fewer than three.", of=AUTO, default="none")

    class Meta:
        icon = "doc-full"
        group = "Lead on"
        description = "Links to other articles of yours that belong beside this one."
        preview_value = {
            "title": "Beside this one",
            "intro": "<p>Two that were written in the same spring.</p>",
            "articles": [],
            "auto": "series",
        }
