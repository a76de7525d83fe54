from wagtail.blocks import BooleanBlock, ListBlock

from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, base_of
from cms.rich_text.json import rich_json


class StepBlock(fields.Struct):
    """One step: what to do, and how."""

    title = fields.plain("What to do, in a few words.", required=True)
    body = fields.rich_list("How, and why. Readers see it under the title.")

    json_fields = {"n": shapes.NUMBER}

    class Meta:
        icon = "arrow-right"
        label = "Step"


class StepsBlock(FacedBlock):
    """Things to do one after the other."""

    slug = "steps"
    intro = fields.rich("A line before the first step.")
    numbered = BooleanBlock(required=False, default=True, help_text="Readers see 1, 2, 3 beside the steps.")
    items = ListBlock(StepBlock(), help_text="Each step can be linked to on its own.")

    class Meta:
        icon = "list-ol"
        group = "Write"
        joins = True
        description = "Things to do in order, each with a title and a few words on how."
        preview_value = {
            "intro": "<p>Begin anywhere. Most people begin with the first.</p>",
            "numbered": True,
            "items": [
                {"title": "Notice the hour it starts", "body": "<p>Write down only the time. Not the reason.</p>"},
                {"title": "Tell one person", "body": "<p>Choose the one who does not fix things.</p>"},
            ],
        }

    def places_in(self, value):
        return len(value["items"])

    def get_api_representation(self, value, context=None):
        base = base_of(context)
        return {
            "intro": rich_json(value["intro"], base=base),
            "numbered": bool(value["numbered"]),
            "items": [
                {"n": n, "title": step["title"], "body": rich_json(step["body"], level="rich_list", base=base)}
                for n, step in enumerate(value["items"], start=1)
            ],
        }
