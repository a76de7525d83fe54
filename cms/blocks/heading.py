from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, or_null, slug_of

LEVELS = (("2", "Heading"), ("3", "Smaller heading"))
KINDS = (("statement", "Statement"), ("question", "Question"))


class HeadingBlock(FacedBlock):
    """A heading inside the article."""

    slug = "heading"
    text = fields.plain(
        "Readers see it above the words that follow, and a long text lists it at its top.", required=True
    )
    level = fields.choice("A smaller heading belongs to the heading before it.", of=LEVELS, default="2")
    kind = fields.choice("Programs that read the JSON are told which headings ask.", of=KINDS, default="statement")

    json_fields = {"level": shapes.one_of(2, 3), "anchor": shapes.or_null(shapes.WORDS)}

    class Meta:
        icon = "title"
        group = "Write"
        joins = True
        description = "Names what comes next, as a statement or as the question a reader would ask."
        preview_value = {"text": "What does rest ask of you?", "level": "2", "kind": "question"}

    def anchor_of(self, value):
        """As written, else of its own words."""
        return super().anchor_of(value) or slug_of(value.get("text") or "")

    def get_api_representation(self, value, context=None):
        anchor = (context or {}).get("block_anchor") or self.anchor_of(value)
        return {"text": value["text"], "level": int(value["level"]), "kind": value["kind"], "anchor": or_null(anchor)}
