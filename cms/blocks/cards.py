from wagtail.blocks import ListBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text.json import rich_json

DISPLAYS = (("cards", "Cards"), ("definitions", "Definitions"))


class LabelsBlock(fields.Struct):
    """The two small words on every card."""

    voice = fields.plain("In front of the voice, such as: says.")
    note = fields.plain("In front of the note, such as: learned.")

    class Meta:
        icon = "tag"


class CardBlock(fields.Struct):
    """One named thing among its like."""

    name = fields.plain("Readers see it first, in bold.", required=True)
    voice = fields.words("A sentence it would say. Readers see it in italics.")
    note = fields.rich("What there is to know about it.")

    class Meta:
        icon = "form"
        label = "Card"


class CardsBlock(FacedBlock):
    """Named things side by side."""

    slug = "cards"
    intro = fields.rich("A line before the first card.")
    labels = LabelsBlock(help_text="Two small words that readers see on every card. Both may be empty.")
    display = fields.choice("Definitions are set as a plain list of terms.", of=DISPLAYS, default="cards")
    items = ListBlock(CardBlock(), help_text="Two columns on a wide screen, one under the other in a letter.")

    class Meta:
        icon = "grip"
        group = "People"
        description = "A few named kinds, roles or terms, each with a voice and a note."
        preview_value = {
            "intro": "<p>You may know one of them.</p>",
            "labels": {"voice": "says", "note": "learned"},
            "display": "cards",
            "items": [
                {
                    "name": "The Peacekeeper",
                    "voice": "It is nothing, really.",
                    "note": "<p>at a table where one raised voice ended the meal</p>",
                },
                {
                    "name": "The Fixer",
                    "voice": "Give it to me.",
                    "note": "<p>by being thanked only for being useful</p>",
                },
            ],
        }

    def get_api_representation(self, value, context=None):
        base = base_of(context)
        return {
            "intro": rich_json(value["intro"], base=base),
            "labels": {name: or_null(value["labels"][name]) for name in ("voice", "note")},
            "display": value["display"],
            "items": [
                {"name": card["name"], "voice": or_null(card["voice"]), "note": rich_json(card["note"], base=base)}
                for card in value["items"]
            ],
        }
