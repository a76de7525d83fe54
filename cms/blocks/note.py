from django.utils.translation import gettext, gettext_noop

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text.json import rich_json

KINDS = (
    ("author", "A word from the author"),
    ("content", "Content note"),
    ("disclaimer", "Disclaimer"),
    ("support", "Where to find support"),
)
# Where an author gives none.
TITLES = {"content": gettext_noop("Before you read"), "support": gettext_noop("Where to find support")}


class NoteBlock(FacedBlock):
    """A word beside the text."""

    slug = "note"
    kind = fields.choice("A content note can be folded away by readers.", of=KINDS, default="author")
    title = fields.plain("Readers see it above the note.")
    body = fields.rich("The note itself.", required=True)

    class Meta:
        icon = "info-circle"
        group = "People"
        description = "A word beside the text: from the author, on hard subjects, or on where to find help."
        preview_value = {
            "kind": "author",
            "title": "A word before you go on",
            "body": "<p>If this is a hard week, keep this part for a better one. It will wait.</p>",
        }

    def face_context(self, value, context):  # noqa: ARG002 - the words are enough here
        return {"title": value["title"] or _own_title(value["kind"])}

    def get_api_representation(self, value, context=None):
        return {
            "kind": value["kind"],
            "title": or_null(value["title"]),
            "body": rich_json(value["body"], base=base_of(context)),
        }


def _own_title(kind: str) -> str:
    return gettext(TITLES[kind]) if kind in TITLES else ""
