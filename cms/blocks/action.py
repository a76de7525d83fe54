from django.core.exceptions import ValidationError
from wagtail.blocks import EmailBlock, PageChooserBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.rich_text import targets
from cms.rich_text.json import rich_json
from cms.rich_text.targets import NOWHERE, Target

KINDS = (("book", "Book"), ("reply", "Reply"), ("subscribe", "Subscribe"), ("other", "Something else"))


class TargetBlock(fields.Struct):
    """The one place a button leads to."""

    page = PageChooserBlock(required=False, help_text="A page of this site.")
    url = fields.address("An address on the web.", label="Address")
    mail = EmailBlock(required=False, default="", help_text="Opens a new letter to this address.")
    phone = fields.plain("Starts a call, such as: +44 20 7946 0018.")
    form = fields.address("The address of a form, such as a booking page.", label="Form")

    class Meta:
        icon = "link"

    def clean(self, value):
        """Refuse two places for one button, on the second of them."""
        cleaned = super().clean(value)
        chosen = [name for name in cleaned if cleaned[name]]
        if len(chosen) > 1:
            first = self.child_blocks[chosen[0]].label
            words = f"A button leads to one place, and “{first}” is filled in already. Keep one of the two."
            raise StructBlockValidationError({chosen[1]: ValidationError(words)})
        return cleaned


class ActionBlock(FacedBlock):
    """The one thing asked of readers."""

    slug = "action"
    title = fields.plain("Readers see it above the button.")
    body = fields.rich("A sentence or two before the button.")
    label = fields.plain("The words on the button. Begin with a verb.")
    target = TargetBlock(help_text="Where the button leads. Fill in one of these.")
    kind = fields.choice("What it asks for.", of=KINDS, default="other")

    json_fields = {"target": None, "href": shapes.or_null(shapes.ADDRESS)}

    class Meta:
        icon = "pick"
        group = "Lead on"
        description = "One button for the one thing you ask. One in an article is enough."
        preview_value = {
            "title": "If you would like company",
            "body": "<p>There is a small letter for people who are coming back slowly.</p>",
            "label": "Read the first letter",
            "target": {"url": "https://example.org/letters"},
            "kind": "subscribe",
        }

    def face_context(self, value, context):
        return {"target": target_of(value, context), "label": value["label"] or value["title"]}

    def get_api_representation(self, value, context=None):
        return {
            "title": or_null(value["title"]),
            "body": rich_json(value["body"], base=base_of(context)),
            "label": or_null(value["label"]),
            "href": or_null(target_of(value, context).href),
            "kind": value["kind"],
        }


def target_of(value, context) -> Target:
    """Where the button leads, seen by readers; nowhere while nothing is chosen or the page is not public."""
    chosen, base = value["target"], base_of(context)
    if chosen["page"]:
        return targets.page(chosen["page"].pk, base=base)
    if chosen["mail"]:
        return targets.mail(chosen["mail"])
    if chosen["phone"]:
        return targets.phone(chosen["phone"])
    address = chosen["url"] or chosen["form"]
    return targets.web(address, base=base) if address else NOWHERE
