from cms.blocks import fields
from cms.blocks.faces import FacedBlock

LEVELS = (("2", "Heading"), ("3", "Smaller heading"))
KINDS = (("statement", "Statement"), ("question", "Question"))


class HeadingBlock(FacedBlock):
    """A heading inside the article."""

    slug = "heading"
    text = fields.plain("Readers see it above the words that follow, and in the contents.", required=True)
    level = fields.choice("A smaller heading belongs to the heading before it.", of=LEVELS, default="2")
    kind = fields.choice(
        "A question may also be shown to search engines with its answer.", of=KINDS, default="statement"
    )

    class Meta:
        icon = "title"
        group = "Write"
        joins = True
        description = "Names what comes next, as a statement or as the question a reader would ask."
        preview_value = {"text": "What does rest ask of you?", "level": "2", "kind": "question"}
