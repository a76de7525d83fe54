from typing import Any

from wagtail.blocks import ListBlock, PageChooserBlock

from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.core.links import absolute
from cms.rich_text import targets
from cms.rich_text.json import rich_json
from cms.rich_text.targets import Target

AUTO = (("none", "Only those chosen here"), ("series", "And more of this series"), ("topic", "And more on its topics"))
SAMPLES = (
    {"id": 0, "slug": "the-small-no", "title": "The small no", "url": "#the-small-no"},
    {"id": 0, "slug": "a-slower-evening", "title": "A slower evening", "url": "#a-slower-evening"},
)
ENOUGH = 3  # articles; a letter shows no more


class RelatedBlock(FacedBlock):
    """Other articles worth reading."""

    slug = "related"
    title = fields.plain("Readers see it above the links.")
    intro = fields.rich("A line before the links.")
    articles = ListBlock(
        PageChooserBlock("series.ArticlePage", label="Article"),
        default=[],
        help_text="Only articles that are live are shown. A letter shows the first three.",
    )
    auto = fields.choice("Fills up with other articles when there are fewer than three.", of=AUTO, default="none")

    json_fields = {
        "auto": None,
        "articles": shapes.several(
            shapes.record(id=shapes.NUMBER, slug=shapes.WORDS, title=shapes.WORDS, url=shapes.ADDRESS)
        ),
    }

    class Meta:
        icon = "doc-full"
        group = "Lead on"
        description = "Links to other articles of yours that belong beside this one."
        preview_value = {
            "title": "Beside this one",
            "intro": "<p>Two that were written in the same spring.</p>",
            "articles": [],
            "auto": "series",
        }

    def get_preview_context(self, value, parent_context=None):  # noqa: ARG002 - Wagtail's signature
        """Two articles to show, since the library of a new site has none."""
        return {**(parent_context or {}), "related": SAMPLES}

    def face_context(self, value, context):
        missing = [pk for pk in _chosen(value) if pk not in {found["id"] for found in _public(value, context)}]
        shown = articles(value, context)
        return {
            "articles": [{**found, "target": Target(found["url"], "page", found["id"])} for found in shown],
            "missing": [Target("", "page", pk, reachable=False) for pk in missing],
        }

    def get_api_representation(self, value, context=None):
        return {
            "title": or_null(value["title"]),
            "intro": rich_json(value["intro"], base=base_of(context)),
            "articles": articles(value, context),
        }


def articles(value, context) -> list[dict[str, Any]]:
    """The chosen articles that are public, filled up to three from `context["related"]` where the author asks for it.

    `related` is a list of `{id, slug, title, url}` or a function of the auto value that gives one.
    """
    chosen = _public(value, context)
    if value["auto"] == "none" or len(chosen) >= ENOUGH:
        return chosen
    taken = set(_chosen(value))
    more = [found for found in _candidates(value["auto"], context) if found["id"] not in taken]
    return chosen + more[: ENOUGH - len(chosen)]


def _candidates(auto: str, context) -> list[dict[str, Any]]:
    given = (context or {}).get("related") or []
    return list(given(auto) if callable(given) else given)


def _chosen(value) -> list[int]:
    return [page.pk for page in value["articles"] if page]


def _public(value, context) -> list[dict[str, Any]]:
    base = base_of(context)
    found = {page.pk: page for page in targets.public_pages(_chosen(value))}
    pages = [found[pk] for pk in dict.fromkeys(_chosen(value)) if pk in found]
    return [
        {"id": page.pk, "slug": page.slug, "title": page.title, "url": absolute(page.full_url or "", base=base)}
        for page in pages
    ]
