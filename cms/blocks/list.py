from wagtail.blocks import ListBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of
from cms.rich_text.json import rich_json

MARKERS = (("bullet", "Bullet"), ("check", "Check mark"), ("number", "Number"), ("none", "No mark"))
PURPOSES = (
    ("points", "Points"),
    ("signs", "Signs"),
    ("questions", "Questions to reflect on"),
    ("practices", "Practices"),
    ("takeaways", "Takeaways"),
    ("feelings", "Feelings"),
)


class ItemsBlock(FacedBlock):
    """A list of short things; not called ListBlock, which is Wagtail's."""

    slug = "list"
    intro = fields.rich("A line before the list. Leave it empty if a heading already says it.")
    marker = fields.choice("What readers see before each item.", of=MARKERS, default="bullet")
    purpose = fields.choice("What the items are. Signs get the line on diagnosis.", of=PURPOSES, default="points")
    items = ListBlock(fields.rich(label="Item", required=True), help_text="Readers see them in this order.")

    class Meta:
        icon = "list-ul"
        group = "Write"
        joins = True
        label = "List"
        description = "Several short things in a row: points, signs, questions, practices."
        preview_value = {
            "intro": "<p>Before you say yes, look for one of these.</p>",
            "marker": "check",
            "purpose": "practices",
            "items": ["<p>A free evening in the same week</p>", "<p>Somebody who would notice if you stopped</p>"],
        }

    def get_api_representation(self, value, context=None):
        base = base_of(context)
        items = (rich_json(item, base=base) for item in value["items"])
        return {
            "intro": rich_json(value["intro"], base=base),
            "marker": value["marker"],
            "purpose": value["purpose"],
            "items": [item for item in items if item],
        }
