"""The files behind a letter's pictures, as far as they are of our own library."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from newsletter.core.preflight.facts import PictureFile

MAY_BE_SEEN_THROUGH = frozenset({"RGBA", "LA", "PA"})


def picture_files(sources: Iterable[str]) -> dict[str, PictureFile | None]:
    """For each URL below our media what its file is, or None where the file is gone; other hosts' are left out."""
    names = {src: _name(src) for src in sources}
    return {src: _file(name) for src, name in names.items() if name}


def _name(src: str) -> str:
    _, found, name = urlsplit(src).path.partition(settings.MEDIA_URL)
    return unquote(name) if found else ""


def _file(name: str) -> PictureFile | None:
    try:
        with default_storage.open(name) as opened, Image.open(opened) as image:
            return PictureFile(
                width=image.width,
                size=default_storage.size(name),
                is_animated=getattr(image, "is_animated", False),
                is_transparent=_is_transparent(image),
            )
    except (FileNotFoundError, UnidentifiedImageError):
        return None


def _is_transparent(image: Image.Image) -> bool:
    """Whether any point can be seen through: an alpha channel alone says nothing."""
    if image.mode in MAY_BE_SEEN_THROUGH:
        return image.getchannel("A").getextrema()[0] < 255
    return "transparency" in image.info
