from cms.blocks import fields
from cms.blocks.faces import FacedBlock

BASES = (
    ("unset", "Choose before publishing"),
    ("invented", "Invented"),
    ("composite", "Composite: several people, changed details"),
    ("consented", "A real person, who agreed"),
    ("public", "Already public"),
)


class VignetteBlock(FacedBlock):
    """A told case."""

    slug = "vignette"
    label = fields.plain("Readers see it above the story, such as: A Tuesday in March.")
    body = fields.rich("The story, in as many paragraphs as it takes.", required=True)
    people = fields.plain("The names in the story, such as: Ines. The page does not show this line.")
    basis = fields.choice("Where the story comes from. Readers see it in one small line.", of=BASES, default="unset")

    class Meta:
        icon = "user"
        group = "People"
        description = "A short story of somebody, with an honest line on where it comes from."
        preview_value = {
            "label": "A Tuesday in March",
            "body": "<p>Ines reads the message twice and turns the phone over. She has an answer. "
            "She has had it since Sunday.</p>",
            "people": "Ines",
            "basis": "invented",
        }
