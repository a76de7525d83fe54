from wagtail.blocks import ListBlock, StructBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock

KINDS = (("books", "Books"), ("references", "References"), ("organisations", "Organisations"), ("links", "Links"))


class ResourceBlock(StructBlock):
    """One book, source, place or page."""

    citation = fields.rich("The whole entry as you would write it. If it is empty, the fields below are shown.")
    title = fields.plain("The title or the name.")
    creators = fields.plain("Who wrote or made it.")
    year = fields.plain("When it appeared.")
    publisher = fields.plain("Who published it.")
    url = fields.address("Where readers find it.", label="Address")
    note = fields.plain("Why it is here, in a few words.")

    class Meta:
        icon = "link"
        label = "Resource"


class ResourcesBlock(FacedBlock):
    """Where to read on."""

    slug = "resources"
    title = fields.plain("Readers see it above the entries.")
    kind = fields.choice("What the entries are.", of=KINDS, default="books")
    items = ListBlock(ResourceBlock(), default=[], help_text="Readers see them numbered, in this order.")

    class Meta:
        icon = "list-ol"
        group = "Lead on"
        description = "Books, sources, organizations or links, each with its details."
        preview_value = {
            "title": "Three books that stay",
            "kind": "books",
            "items": [
                {
                    "title": "Middlemarch",
                    "creators": "George Eliot",
                    "year": "1872",
                    "publisher": "William Blackwood and Sons",
                    "note": "for anyone who thinks it is too late",
                }
            ],
        }
