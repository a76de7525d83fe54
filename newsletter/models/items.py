"""What an issue can hold: greeting, article, part, note, action."""

from django.db.models import QuerySet
from wagtail import blocks

from series.models import SeriesPart

RICH = ["bold", "italic", "link"]


def part_choices() -> list[tuple[str, str]]:
    """Every part of every series, under the name of its series, in reading order."""
    return [(str(part.uuid), f"{part.series.title}: {part}") for part in _parts()]


def _parts() -> QuerySet[SeriesPart]:
    return SeriesPart.objects.select_related("series", "article").order_by("series__title", "series_id", "sort_order")


class Greeting(blocks.StructBlock):
    body = blocks.RichTextBlock(
        features=RICH, help_text="Opens the letter. [[first_name|friend]] becomes the reader's name, or friend."
    )

    class Meta:
        icon = "user"
        label = "Greeting"


class Article(blocks.StructBlock):
    article = blocks.PageChooserBlock("series.ArticlePage")
    mode = blocks.ChoiceBlock(
        choices=[("whole", "The whole text"), ("excerpt", "The beginning"), ("teaser", "The teaser alone")],
        default="whole",
        help_text="The beginning and the teaser end with a link to the page.",
    )

    class Meta:
        icon = "doc-full"
        label = "Article"


class Part(blocks.StructBlock):
    part = blocks.ChoiceBlock(
        choices=part_choices, help_text="Opens with its place in the series and says what comes next."
    )
    mode = blocks.ChoiceBlock(
        choices=[("whole", "The whole text"), ("excerpt", "The beginning"), ("teaser", "The teaser alone")],
        default="whole",
    )

    class Meta:
        icon = "list-ol"
        label = "Part of a series"


class Note(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120)
    body = blocks.RichTextBlock(features=RICH)

    class Meta:
        icon = "edit"
        label = "Note"


class Action(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60, help_text="The words on the button.")
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, help_text="Instead of a page: an address that begins with https.")

    class Meta:
        icon = "link"
        label = "Action"


class ItemsBlock(blocks.StreamBlock):
    """The items of an issue, in the order in which a reader meets them."""

    greeting = Greeting()
    article = Article()
    part = Part()
    note = Note()
    action = Action()
