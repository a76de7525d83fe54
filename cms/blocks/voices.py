from wagtail.blocks import ListBlock, StructBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock

KINDS = (("dialogue", "Dialogue"), ("inner", "Inner voices"), ("overheard", "Overheard"))


class TurnBlock(StructBlock):
    """One line of somebody speaking."""

    cue = fields.plain("Who speaks or how, such as: she, after a while.")
    line = fields.words("What is said. Quotation marks are added.", required=True)

    class Meta:
        icon = "comment"
        label = "Line"


class VoicesBlock(FacedBlock):
    """Lines that are spoken, thought or overheard."""

    slug = "voices"
    kind = fields.choice("Whose lines these are. It is read aloud to people who listen.", of=KINDS, default="inner")
    turns = ListBlock(TurnBlock(), help_text="Readers see one line under the other.")

    class Meta:
        icon = "comment"
        group = "Say"
        joins = True
        description = "What people say, think or overhear, line by line."
        preview_value = {
            "kind": "dialogue",
            "turns": [
                {"cue": "her sister", "line": "You always say it is fine."},
                {"cue": "she, after a while", "line": "It is easier to carry than to explain."},
            ],
        }
