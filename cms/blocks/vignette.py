from django.utils.translation import gettext, gettext_noop

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text.json import rich_json

BASES = (
    ("unset", "Choose before publishing"),
    ("invented", "Invented"),
    ("composite", "Composite: several people, changed details"),
    ("consented", "A real person, who agreed"),
    ("public", "Already public"),
)
BASIS_LINES = {
    "invented": gettext_noop("An invented story."),
    "composite": gettext_noop("Made of several people; details are changed."),
    "consented": gettext_noop("A real story, told with consent."),
    "public": gettext_noop("A story that is already public."),
}


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

    def face_context(self, value, context):  # noqa: ARG002 - the words are enough here
        return {"basis_line": gettext(BASIS_LINES[value["basis"]]) if value["basis"] in BASIS_LINES else ""}

    def get_api_representation(self, value, context=None):
        return {
            "label": or_null(value["label"]),
            "body": rich_json(value["body"], base=base_of(context)),
            "people": or_null(value["people"]),
            "basis": value["basis"],
        }
