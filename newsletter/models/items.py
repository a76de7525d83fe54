"""What an issue can hold: greeting, article, part, note, action."""

from django.db.models import QuerySet
from wagtail import blocks

from cms.blocks.action import TargetBlock
from cms.blocks.fields import RichText
from series.models import SeriesPart

RICH = ["bold", "italic", "link"]
MODES = [("whole", "The whole text"), ("excerpt", "The beginning"), ("teaser", "The teaser alone")]


def part_choices() -> list[tuple[str, str]]:
    """Every part of every series, under the name of its series, in reading order."""
    return [(str(part.uuid), f"{part.series.title}: {part}") for part in _parts()]


def _parts() -> QuerySet[SeriesPart]:
    return SeriesPart.objects.select_related("series", "article").order_by("series__title", "series_id", "sort_order")


class Greeting(blocks.StructBlock):
    body = RichText(
        features=RICH, help_text="Opens the letter. [[first_name|friend]] becomes the reader's name, or friend."
    )

    class Meta:
        icon = "user"
        label = "Greeting"


class Article(blocks.StructBlock):
    article = blocks.PageChooserBlock("series.ArticlePage")
    mode = blocks.ChoiceBlock(
        choices=MODES,
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
        choices=MODES,
        default="whole",
    )

    class Meta:
        icon = "list-ol"
        label = "Part of a series"


class Note(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, help_text="Readers see it above the note.")
    body = RichText(features=RICH, help_text="A few words between the items, or at the end.")

    class Meta:
        icon = "edit"
        label = "Note"


class Action(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, help_text="Readers see it above the button.")
    body = RichText(required=False, features=RICH, help_text="A sentence or two before the button.")
    label = blocks.CharBlock(max_length=60, help_text="The words on the button. Begin with a verb.")
    target = TargetBlock(help_text="Where the button leads. Fill in one of these.")

    class Meta:
        icon = "pick"
        label = "Action"


class ItemsBlock(blocks.StreamBlock):
    """The items of an issue, in the order in which a reader meets them."""

    greeting = Greeting()
    article = Article()
    part = Part()
    note = Note()
    action = Action()
