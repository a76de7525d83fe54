"""Pictures that are uploaded: every one is opened before it is kept, so that none breaks a page or a letter later."""

from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from PIL import ExifTags, Image, ImageCms, ImageSequence
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

BROKEN = "This file does not open as a picture. Please export it again."
TOO_LARGE = "This picture has too many pixels. Please export it smaller: 40 million are the most, such as 8000 by 5000."
TOO_LONG = "This animation is too long. Please export it with at most 200 frames."
MOST_FRAMES = 200

PLACE = ExifTags.IFD.GPSInfo
PRINT_COLORS = frozenset({"CMYK", "LAB"})
DEEP_GRAYS = frozenset({"I", "I;16", "I;16B", "I;16L"})
JPEG_QUALITY = 92  # the file is scaled down from, so it keeps more than what readers get


def placeless(file: BinaryIO) -> bytes | None:
    """The picture in this file without where it was taken; None where it does not tell.

    Raises whatever a decoder raises of broken bytes.
    """
    with Image.open(file) as picture:
        picture.load()  # some formats tell it behind the picture
        return _without_place(picture).getvalue() if _tells_where(picture) else None


class PictureField(WagtailImageField):
    """A picture that opens to its last line, in colors that every screen and mail program shows.

    Where it was taken is taken out: the file is public, and a kitchen may be somebody's hiding place.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages["invalid_image"] = BROKEN

    def to_python(self, data):
        """Raises ValidationError for whatever cannot be opened; a decoder of broken bytes may raise anything."""
        try:
            upload = super().to_python(data)
            return upload if upload is None else _opened(upload)
        except ValidationError:
            raise
        except Exception as fault:
            raise ValidationError(BROKEN, code="broken_picture") from fault

    def check_image_pixel_size(self, f):
        """By the file's first lines alone; Willow would unpack it to count."""
        try:
            with Image.open(f) as picture:
                frames = getattr(picture, "n_frames", 1)
                points = picture.width * picture.height * frames
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            points, frames = self.max_image_pixels + 1, 1
        if frames > MOST_FRAMES:
            raise ValidationError(TOO_LONG, code="too_many_frames")
        if points > self.max_image_pixels:
            raise ValidationError(TOO_LARGE, code="file_too_many_pixels")


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture, wherever one is added or changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if asked := self.fields.get("file"):
            self.fields["file"] = PictureField(label=asked.label, required=asked.required, widget=asked.widget)


def _opened(upload):
    """The upload, read through once; in print colors or deep grays it becomes a file in those of a screen."""
    upload.seek(0)
    with Image.open(upload) as picture:
        for frame in ImageSequence.Iterator(picture):
            frame.load()
        picture.seek(0)
        if picture.mode in PRINT_COLORS | DEEP_GRAYS:
            kept = _for_screens(picture, upload)
        elif _tells_where(picture):
            kept = _as_upload(_without_place(picture), upload)
        else:
            kept = upload
    kept.seek(0)
    return kept


def _for_screens(picture: Image.Image, upload):
    shown = _gray(picture) if picture.mode in DEEP_GRAYS else _rgb(picture)
    return _as_upload(_saved(shown, format=picture.format, quality=JPEG_QUALITY), upload)


def _tells_where(picture: Image.Image) -> bool:
    return PLACE in picture.getexif() or b"GPS" in _xmp(picture)


def _xmp(picture: Image.Image) -> bytes:
    found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return found.encode() if isinstance(found, str) else found


def _without_place(picture: Image.Image) -> BytesIO:
    """The same picture and what else its camera or author wrote into it, but for the place."""
    told = picture.getexif()
    told.pop(PLACE, None)
    if b"GPS" in _xmp(picture):
        picture.info.pop("xmp", None)
        picture.info.pop("XML:com.adobe.xmp", None)
    how = {"quality": "keep"} if picture.format == "JPEG" else {"quality": JPEG_QUALITY}
    if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
        how["save_all"] = True
    # Phones write MPO, a photo with a second one behind it; readers see the first.
    written = "JPEG" if picture.format == "MPO" else picture.format
    return _saved(picture, format=written, exif=told, icc_profile=picture.info.get("icc_profile"), **how)


def _saved(shown: Image.Image, **how) -> BytesIO:
    data = BytesIO()
    shown.save(data, **how)
    return data


def _as_upload(data: BytesIO, upload):
    size = data.tell()
    kept = InMemoryUploadedFile(data, upload.field_name, upload.name, upload.content_type, size, None)
    kept.image = upload.image
    return kept


def _gray(picture: Image.Image) -> Image.Image:
    """Sixteen bits a point as eight; Pillow alone would cut them off at white."""
    return picture.convert("I").point(lambda value: value / 256).convert("L")


def _rgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture.convert("RGB")
    try:
        printed = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, printed, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture.convert("RGB")
