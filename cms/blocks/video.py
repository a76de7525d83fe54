from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import fields
from cms.blocks.faces import FacedBlock


class VideoBlock(FacedBlock):
    """A film, and its words for those who cannot play it."""

    slug = "video"
    url = fields.address("The page of the video, or an .mp4 file of your own.", label="Address")
    title = fields.plain("Readers see it under the picture and in letters.")
    summary = fields.rich("What is said in it, in a few sentences.")
    speaker = fields.plain("Who speaks.")
    duration = fields.plain("How long it is, such as 12:30.")
    transcript = fields.words("Every word of it. Readers can open it below the video.")
    poster = ImageChooserBlock(required=False, help_text="The still picture that readers see before they play it.")

    class Meta:
        icon = "media"
        group = "Show"
        description = "A video that loads only when a reader asks for it, with its words beside it."
        preview_value = {
            "url": "https://example.org/films/slow-evening.mp4",
            "title": "A slow evening",
            "summary": "<p>Twenty seconds of a kettle, a window and no hurry.</p>",
            "speaker": "Mara Ellison",
            "duration": "0:20",
            "transcript": "The kettle takes its time. So may you.",
        }
