from django.utils.translation import gettext, gettext_noop
from wagtail.blocks import ListBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, or_null

KINDS = (
    ("dialogue", gettext_noop("Dialogue")),
    ("inner", gettext_noop("Inner voices")),
    ("overheard", gettext_noop("Overheard")),
)
OPENING_MARKS = ("“", "‘", "„", "«", "»", "‹", "「", "『", '"', "'")


class TurnBlock(fields.Struct):
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

    def face_context(self, value, context):  # noqa: ARG002 - the words are enough here
        return {
            "turns": [{"cue": turn["cue"], "line": in_marks(turn["line"])} for turn in value["turns"]],
            "kind_label": gettext(dict(KINDS)[value["kind"]]) if value["kind"] in dict(KINDS) else "",
        }

    def get_api_representation(self, value, context=None):  # noqa: ARG002 - the words are enough here
        turns = [{"cue": or_null(turn["cue"]), "line": turn["line"]} for turn in value["turns"]]
        return {"kind": value["kind"], "turns": turns}


def in_marks(line: str) -> str:
    """A spoken line in quotation marks, unless its author already set some."""
    spoken = line.strip()
    return spoken if spoken.startswith(OPENING_MARKS) else f"“{spoken}”"
