from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, base_of
from cms.rich_text.json import rich_json

ROLES = (
    ("body", "Body"),
    ("lead", "Lead: the opening, a little larger"),
    ("beat", "Beat: one short line standing alone"),
    ("closing", "Closing: the last words"),
)


class TextBlock(FacedBlock):
    """Paragraphs."""

    slug = "text"
    body = fields.rich("The words themselves. Readers see paragraphs, bold, italic and links.", required=True)
    role = fields.choice("Changes how readers see it: larger, set apart or as usual.", of=ROLES, default="body")

    json_fields = {"body": None, "html": shapes.WORDS, "text": shapes.WORDS}

    class Meta:
        icon = "pilcrow"
        group = "Write"
        joins = True
        description = "Plain paragraphs: most of what you write."
        preview_value = {
            "body": "<p>Some evenings the day is over long before you are. The lamp is on, the cup is cold, "
            "and you are still answering a question nobody asked.</p>",
            "role": "body",
        }

    def get_api_representation(self, value, context=None):
        body = rich_json(value["body"], base=base_of(context)) or {"html": "", "text": ""}
        return {**body, "role": value["role"]}
