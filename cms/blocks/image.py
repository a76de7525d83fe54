from dataclasses import asdict

from django.utils.translation import gettext
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.blocks.pictures import focus, letter_picture, web_pictures

MEASURE = 800  # px: the file for a browser that knows no srcset
LETTER_WIDTH = 600  # px


class ImageBlock(FacedBlock):
    """A picture with its words."""

    slug = "image"
    image = WagtailImageBlock(required=False, help_text="Say what it shows, or mark it as decorative.")
    caption = fields.plain("Readers see it under the picture.")
    credit = fields.plain("Who made it.")

    json_fields = {
        "image": None,
        "src": shapes.or_null(shapes.ADDRESS),
        "alt": shapes.or_null(shapes.WORDS),
        "decorative": shapes.YES_OR_NO,
        "width": shapes.or_null(shapes.NUMBER),
        "height": shapes.or_null(shapes.NUMBER),
        "renditions": shapes.several(
            shapes.record(url=shapes.ADDRESS, width=shapes.NUMBER, height=shapes.NUMBER, format=shapes.WORDS)
        ),
    }

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

    def face_context(self, value, context):
        image = value["image"]
        if not image:
            return {"alt": "", "small": None, "letter_file": None}
        own = self._in_letter if "letter" in context else self._on_the_web
        return {"alt": alt_of(image), **own(image, base_of(context))}

    @staticmethod
    def _in_letter(image, base: str) -> dict:
        file = letter_picture(image, base=base)
        width = min(file.width or LETTER_WIDTH, LETTER_WIDTH)
        return {
            "letter_file": file,
            "letter_width": width,
            "image_words": gettext("[image: %(words)s]") % {"words": alt_of(image)},
        }

    @staticmethod
    def _on_the_web(image, base: str) -> dict:
        pictures = web_pictures(image, base=base)
        middle = next((found for found in pictures if found.width >= MEASURE), next(reversed(pictures), None))
        return {"pictures": pictures, "middle": middle, "focus": focus(image)}

    def get_api_representation(self, value, context=None):
        image = value["image"]
        words = {name: or_null(value[name]) for name in ("caption", "credit")}
        if not image:
            return {
                "src": None,
                "alt": None,
                "decorative": False,
                "width": None,
                "height": None,
                **words,
                "renditions": [],
            }
        pictures = web_pictures(image, base=base_of(context))
        largest = next(reversed(pictures), None)
        return {
            "src": largest and largest.url,
            "alt": alt_of(image),
            "decorative": bool(image.decorative),
            "width": largest and largest.width,
            "height": largest and largest.height,
            **words,
            "renditions": [{**asdict(picture), "format": picture.format} for picture in pictures],
        }


def alt_of(image) -> str:
    """What is read aloud in its place; a decorative picture is passed over."""
    return "" if image.decorative else image.contextual_alt_text or ""
