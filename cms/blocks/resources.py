from wagtail.blocks import ListBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text import targets
from cms.rich_text.json import rich_json
from cms.rich_text.resolve import resolve

KINDS = (("books", "Books"), ("references", "References"), ("organisations", "Organisations"), ("links", "Links"))


class ResourceBlock(fields.Struct):
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

    def face_context(self, value, context):
        return {"entries": [self._entry(row, context) for row in value["items"]]}

    def _entry(self, row, context):
        details = ", ".join(row[name] for name in ("creators", "publisher", "year") if row[name])
        return {
            "row": row,
            "details": details,
            "line": ", ".join(filter(None, (row["title"], details))) or row["url"],
            "has_citation": bool(resolve(row["citation"], base=base_of(context)).text),
            "target": targets.web(row["url"], base=base_of(context)),
            "label": row["title"] or row["url"],
        }

    def places_in(self, value):
        return len(value["items"])

    def get_api_representation(self, value, context=None):
        base = base_of(context)
        return {
            "title": or_null(value["title"]),
            "kind": value["kind"],
            "items": [
                {
                    "citation": rich_json(row["citation"], base=base),
                    **{name: or_null(row[name]) for name in ("title", "creators", "year", "publisher", "note")},
                    "url": or_null(targets.web(row["url"], base=base).href),
                }
                for row in value["items"]
            ],
        }
