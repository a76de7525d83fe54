"""Through every door of the admin: one picture, several at once, a chooser, and another file for a picture."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image as Pillow, ImageCms, ImageFile
from wagtail.images import get_image_model

from cms.blocks.pictures import letter_picture, web_pictures
from cms.uploads import BROKEN, TOO_LARGE, TOO_LONG, PictureField

pytestmark = [pytest.mark.django_db, pytest.mark.one_database_is_enough]
Images = get_image_model().objects
FORMATS = {"a.jpg": "JPEG", "a.png": "PNG", "a.gif": "GIF", "a.webp": "WEBP", "a.avif": "AVIF"}


def film(frames):
    """An animation of so many different frames."""
    shades = [Pillow.radial_gradient("L").rotate(shade) for shade in range(frames)]
    data = BytesIO()
    shades[0].save(data, "WEBP", save_all=True, append_images=shades[1:])
    return data.getvalue()


def file(name="a.jpg", *, mode="RGB", size=(640, 320), **saved):
    """The bytes of a picture with something on it."""
    data, shown = BytesIO(), Pillow.radial_gradient("L")
    shown.resize(size).convert(mode).save(data, FORMATS[name], **saved)
    return data.getvalue()


BROKEN_FILES = {
    "the first 23 bytes of a photo": ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 19),
    "an animation that stops in its last frame": ("a.webp", film(3)[:-2000]),
    "a text that is called a photo": ("a.jpg", b"Dear friend"),
    **{f"half a {FORMATS[name]}": (name, file(name)[: len(file(name)) // 2]) for name in FORMATS},
}
each_broken = pytest.mark.parametrize(("name", "data"), BROKEN_FILES.values(), ids=BROKEN_FILES)


@pytest.fixture
def admin(client, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(world.staff["mara"])
    return client


@each_broken
def test_a_broken_picture_is_refused_in_words_and_what_was_typed_stays(admin, name, data):
    page = admin.post(reverse("wagtailimages:add"), {"title": "A window", "file": SimpleUploadedFile(name, data)})

    assert page.status_code == 200
    assert BROKEN in page.content.decode()
    assert 'value="A window"' in page.content.decode()
    assert not Images.exists()


@each_broken
def test_among_several_the_broken_one_is_named_and_the_others_are_kept(admin, name, data):
    told = [
        admin.post(reverse("wagtailimages:add_multiple"), {"title": "x", "files[]": SimpleUploadedFile(name, one)})
        for one in (data, file(name))
    ]

    assert [answer.json()["success"] for answer in told] == [False, True]
    assert BROKEN in told[0].json()["error_message"]
    assert Images.count() == 1


@each_broken
def test_a_chooser_says_so_too_and_keeps_the_title(admin, name, data):
    chosen = {"image-chooser-upload-title": "A window", "image-chooser-upload-file": SimpleUploadedFile(name, data)}
    answer = admin.post(reverse("wagtailimages_chooser:create"), chosen)

    assert answer.json()["step"] == "reshow_creation_form"
    assert BROKEN in answer.json()["htmlFragment"]
    assert "A window" in answer.json()["htmlFragment"]


def test_a_broken_file_leaves_the_picture_that_it_should_replace(admin, tmp_path):
    window = added(admin, "a.jpg", file())
    broken = SimpleUploadedFile("b.jpg", file()[:3000])
    page = admin.post(reverse("wagtailimages:edit", args=[window.pk]), {"title": "A window", "file": broken})

    assert BROKEN in page.content.decode()
    assert (tmp_path / Images.get().file.name).read_bytes() == file()


@pytest.mark.parametrize("size", [(6400, 6400), (9000, 9000), (20000, 20000)])
def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(admin, monkeypatch, size):
    data = BytesIO()
    with Pillow.new("1", size) as wall:
        wall.save(data, "PNG")  # some kB that would unpack to a gigabyte
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _picture: pytest.fail("it was unpacked"))
    upload = SimpleUploadedFile("a.png", data.getvalue())
    page = admin.post(reverse("wagtailimages:add"), {"title": "A wall", "file": upload})

    assert TOO_LARGE in page.content.decode()
    assert not Images.exists()


def test_an_endless_animation_is_refused(admin):
    frames = [Pillow.new("L", (4, 4), shade) for shade in range(201)]
    upload = SimpleUploadedFile("a.gif", file("a.gif", size=(4, 4), save_all=True, append_images=frames))
    page = admin.post(reverse("wagtailimages:add"), {"title": "A film", "file": upload})

    assert TOO_LONG in page.content.decode()


@pytest.mark.parametrize("name", FORMATS)
def test_a_whole_picture_is_kept_byte_for_byte(name):
    kept = PictureField().clean(SimpleUploadedFile(name, file(name)))

    assert kept.read() == file(name)


@pytest.mark.parametrize("profile", [None, b"not a profile"])
def test_print_colors_become_those_of_a_screen(admin, profile):
    data = file(mode="CMYK", icc_profile=profile) if profile else file(mode="CMYK")
    kept = added(admin, "a.jpg", data)

    assert modes(kept) == {"RGB"}


def test_a_printers_profile_is_heeded():
    upload = SimpleUploadedFile("a.jpg", file(mode="CMYK", icc_profile=_lab_profile()))

    with Pillow.open(PictureField().clean(upload)) as kept:
        assert kept.mode == "RGB"


def test_sixteen_bits_of_gray_become_eight_and_stay_as_dark_as_they_were(admin):
    data = BytesIO()
    Pillow.new("I;16", (800, 400), 0x8000).save(data, "PNG")
    kept = added(admin, "a.png", data.getvalue())

    assert modes(kept) <= {"L", "RGB"}
    with kept.file.open() as opened, Pillow.open(opened) as picture:
        assert picture.getpixel((5, 5)) == 0x80


def test_where_a_picture_was_taken_is_taken_out_and_the_rest_of_what_it_says_stays():
    kept = PictureField().clean(SimpleUploadedFile("a.jpg", file(exif=_told_by_a_phone())))

    with Pillow.open(kept) as picture:
        told = picture.getexif()
        assert not told.get_ifd(ExifTags.IFD.GPSInfo)
        assert (told[ExifTags.Base.Artist], told[ExifTags.Base.Orientation]) == ("Mara Ellison", 6)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.avif"])
def test_no_file_that_readers_get_says_where_it_was_taken(admin, name):
    image = added(admin, name, file(name, exif=_told_by_a_phone()))

    for picture in web_pictures(image, base="https://x.example"):
        with image.file.storage.open(picture.url.partition("/media/")[2]) as opened, Pillow.open(opened) as shown:
            assert not shown.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    with image.file.open() as original, Pillow.open(original) as shown:
        assert not shown.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_an_editing_programs_note_of_the_place_goes_as_well():
    note = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>48,51.5N</exif:GPSLatitude></x:xmpmeta>'
    kept = PictureField().clean(SimpleUploadedFile("a.jpg", file(xmp=note)))

    assert b"GPSLatitude" not in kept.read()


def test_an_animation_stays_one_without_its_place():
    data, shades = BytesIO(), [Pillow.radial_gradient("L").rotate(shade) for shade in range(3)]
    shades[0].save(data, "WEBP", save_all=True, append_images=shades[1:], exif=_told_by_a_phone())
    kept = PictureField().clean(SimpleUploadedFile("a.webp", data.getvalue()))

    with Pillow.open(kept) as picture:
        assert picture.n_frames == 3
        assert not picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def _told_by_a_phone():
    told = Pillow.Exif()
    told[ExifTags.Base.Artist] = "Mara Ellison"
    told[ExifTags.Base.Orientation] = 6
    told.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (38.0, 42.0, 36.0)
    return told


def added(admin, name, data):
    upload = SimpleUploadedFile(name, data)
    answer = admin.post(reverse("wagtailimages:add"), {"title": "A window", "file": upload})

    assert answer.status_code == 302
    return Images.get()


def modes(image):
    """The color modes of all files that readers get."""
    found = set()
    for picture in (*web_pictures(image, base="https://x.example"), letter_picture(image, base="https://x.example")):
        with image.file.storage.open(picture.url.partition("/media/")[2]) as opened, Pillow.open(opened) as shown:
            found.add(shown.mode)
    return found


def _lab_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
