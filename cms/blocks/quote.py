from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text import targets

KINDS = (("quotation", "Quotation"), ("definition", "Definition"))
CHECKED = (("unchecked", "Not checked yet"), ("verified", "Verified at its source"), ("disputed", "Disputed"))
STYLES = (("block", "In the text"), ("pull", "Pulled out, larger"))


class QuoteBlock(FacedBlock):
    """Somebody else's words, or what a word means."""

    slug = "quote"
    cue = fields.plain("A few words that lead in, such as: Or, in the words of a friend:")
    text = fields.words("The words, exactly as they stand in the source.", required=True)
    kind = fields.choice("A definition shows its term first.", of=KINDS, default="quotation")
    term = fields.plain("For a definition: the word that is explained.")
    person = fields.plain("Who said or wrote it.")
    work = fields.plain("The book, speech or page it comes from.")
    year = fields.plain("When it was said or written.")
    url = fields.address("Where readers can find it.", label="Address")
    checked = fields.choice(
        "Whether you have seen the source yourself. The page does not show this.", of=CHECKED, default="unchecked"
    )
    style = fields.choice("A pulled quote is larger and stands alone.", of=STYLES, default="block")

    class Meta:
        icon = "openquote"
        group = "Say"
        joins = True
        description = "Words of somebody else with their source, or the definition of a term."
        preview_value = {
            "cue": "",
            "text": "Hope is the thing with feathers\nThat perches in the soul",
            "kind": "quotation",
            "person": "Emily Dickinson",
            "work": "Poems, Second Series",
            "year": "1891",
            "checked": "verified",
            "style": "block",
        }

    def face_context(self, value, context):
        return {
            "source": _joined(value, "person", "work", "year"),
            "credit": _joined(value, "person", "year"),
            "link_label": value["work"] or value["url"],
            "target": targets.web(value["url"], base=base_of(context)),
        }

    def get_api_representation(self, value, context=None):
        optional = ("cue", "term", "person", "work", "year")
        return {
            "text": value["text"],
            **{name: or_null(value[name]) for name in optional},
            **{name: value[name] for name in ("kind", "checked", "style")},
            "url": or_null(targets.web(value["url"], base=base_of(context)).href),
        }


def _joined(value, *names: str) -> str:
    return ", ".join(value[name] for name in names if value[name])
