from django.core.exceptions import ValidationError
from wagtail.blocks import EmailBlock, PageChooserBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import fields
from cms.blocks.faces import FacedBlock

KINDS = (("book", "Book"), ("reply", "Reply"), ("subscribe", "Subscribe"), ("other", "Something else"))


class TargetBlock(StructBlock):
    """The one place a button leads to."""

    page = PageChooserBlock(required=False, help_text="A page of this site.")
    url = fields.address("An address on the web.", label="Address")
    mail = EmailBlock(required=False, help_text="Opens a new letter to this address.")
    phone = fields.plain("Starts a call, such as: +44 20 7946 0018.")
    form = fields.address("The address of a form, such as a booking page.", label="Form")

    class Meta:
        icon = "link"

    def clean(self, value):
        """Refuse two places for one button, on the second of them."""
        cleaned = super().clean(value)
        chosen = [name for name in cleaned if cleaned[name]]
        if len(chosen) > 1:
            words = f"This button already leads to the {chosen[0]} above. Keep one of the two."
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
