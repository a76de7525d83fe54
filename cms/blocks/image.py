from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock


class ImageBlock(FacedBlock):
    """A picture with its words."""

    slug = "image"
    image = WagtailImageBlock(required=False, help_text="Say what it shows, or mark it as decorative.")
    caption = fields.plain("Readers see it under the picture.")
    credit = fields.plain("Who made it.")

    class Meta:
        icon = "image"
        group = "Show"
        own_section = True
        description = "A picture across the column, with words for those who cannot see it."
        preview_value = {
            "caption": "The window at six, before the house wakes.",
            "credit": "Mara Ellison",
        }

    def get_preview_value(self):
        """The newest picture of the library, since a preview must show what readers see."""
        preview = super().get_preview_value()
        preview["image"] = self._newest()
        return preview

    @staticmethod
    def _newest():
        picture = get_image_model().objects.order_by("-pk").first()
        if picture:
            picture.contextual_alt_text, picture.decorative = picture.title, False
        return picture
