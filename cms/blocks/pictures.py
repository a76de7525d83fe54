"""Pictures in the sizes that each kind of reader needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found, get_renditions_or_not_found

from cms.core.links import absolute

WEB_WIDTHS = (400, 800, 1200, 1600)  # px
NOT_FOUND = "not-found"  # where Wagtail lets the address of a lost picture lead
LETTER_FILE_WIDTH = 1200  # px: twice the 600 px column, for dense screens
# A format-jpeg or format-png filter is needed: Wagtail 8 keeps AVIF and WebP, and Outlook shows neither.
# What a decoder raises over bytes that are no whole picture; a file that is gone is Wagtail's own matter.
_BROKEN = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
_OPAQUE = frozenset({".jpg", ".jpeg"})


@dataclass(frozen=True)
class Picture:
    """One file of a picture; sizes in px, `url` absolute."""

    url: str
    width: int
    height: int

    @property
    def format(self) -> str:
        return PurePosixPath(self.url).suffix.removeprefix(".").lower().replace("jpg", "jpeg")


def web_pictures(image, *, base: str) -> tuple[Picture, ...]:
    """The picture from small to large, each width once, none larger than the original; nothing without a whole file."""
    try:
        files = get_renditions_or_not_found(image, tuple(f"width-{width}" for width in WEB_WIDTHS))
    except _BROKEN:
        return ()
    found = {file.width: _picture(file, base) for file in files.values() if file.width}
    return tuple(found[width] for width in sorted(found))


def letter_picture(image, *, base: str) -> Picture:
    """The picture as JPEG, or as PNG where it has an alpha channel; of no width without a whole file."""
    form = "png" if has_alpha(image) else "jpeg"
    return _picture(rendition(image, f"width-{LETTER_FILE_WIDTH}|format-{form}"), base)


def rendition(image, spec: str):
    """Wagtail's rendition by one of its filters; one of no width where the file is gone or not whole."""
    try:
        return get_rendition_or_not_found(image, spec)
    except _BROKEN:
        lost = image.renditions.model(image=image, width=0, height=0)
        lost.file.name = NOT_FOUND  # by the field itself Django would open the file to measure it
        return lost


def without_file(ids: Iterable[int]) -> frozenset[int]:
    """Those pictures of the library whose file is gone, or that are gone themselves."""
    wanted = frozenset(ids)
    images = get_image_model().objects.filter(pk__in=wanted) if wanted else ()
    return wanted - {image.pk for image in images if image.file.storage.exists(image.file.name)}


def has_alpha(image) -> bool:
    """Whether any part of the picture may be seen through; JPEG files are not opened to know it."""
    if PurePosixPath(image.file.name).suffix.lower() in _OPAQUE:
        return False
    try:
        with image.get_willow_image() as opened:
            return bool(opened.has_alpha())
    except _BROKEN:
        return False


def focus(image) -> str:
    """The focal point as CSS percentages, or an empty string."""
    point = image.get_focal_point()
    if not point or not image.width or not image.height:
        return ""
    across, down = point.centroid
    return f"{across / image.width * 100:.0f}% {down / image.height * 100:.0f}%"


def _picture(file, base: str) -> Picture:
    return Picture(absolute(file.url, base=base), file.width, file.height)
