from django.utils.translation import gettext, gettext_noop
from wagtail.blocks import ListBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text.json import rich_json

SIDES = (("is", gettext_noop("is")), ("is_not", gettext_noop("is not")))


class SideBlock(fields.Struct):
    """One thing that the subject is, or is not."""

    side = fields.choice("Readers see this word in front of the statement.", of=SIDES, default="is_not")
    statement = fields.plain("The rest of the sentence, such as: a bill you present later.", required=True)
    explanation = fields.rich("Why. Readers see it under the statement.")

    class Meta:
        icon = "order"
        label = "Side"


class IsNotBlock(FacedBlock):
    """What something is, and what only looks like it."""

    slug = "is_not"
    heading = fields.plain("Readers see it above the rows.")
    subject = fields.plain("What the rows are about, such as: An apology.", required=True)
    items = ListBlock(SideBlock(), help_text="Readers see them in this order, each with its word.")

    class Meta:
        icon = "order"
        group = "Say"
        label = "Is and is not"
        description = "Draws a line around an idea: what it is, and what is easily taken for it."
        preview_value = {
            "heading": "Where an apology ends",
            "subject": "An apology",
            "items": [
                {"side": "is", "statement": "a repair that costs the one who makes it", "explanation": ""},
                {
                    "side": "is_not",
                    "statement": "a request to be comforted",
                    "explanation": "<p>The hurt person should not leave with two burdens.</p>",
                },
            ],
        }

    def face_context(self, value, context):  # noqa: ARG002 - the words are enough here
        words = {side: gettext(word) for side, word in SIDES}
        indent = max(map(len, words.values())) + 2
        rows = [{"row": row, "word": words[row["side"]]} for row in value["items"]]
        return {"rows": [{**row, "mark": row["word"].upper().ljust(indent)} for row in rows], "indent": " " * indent}

    def get_api_representation(self, value, context=None):
        base = base_of(context)
        return {
            "heading": or_null(value["heading"]),
            "subject": value["subject"],
            "items": [
                {
                    "side": row["side"],
                    "statement": row["statement"],
                    "explanation": rich_json(row["explanation"], base=base),
                }
                for row in value["items"]
            ],
        }
