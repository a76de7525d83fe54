from django.apps import AppConfig
from django.conf import settings
from PIL import Image


class CmsConfig(AppConfig):
    """What any page is made of."""

    name = "cms"
    verbose_name = "Pages"

    def ready(self) -> None:
        from cms import checks  # noqa: F401, PLC0415 - models must be loaded before blocks are

        Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
