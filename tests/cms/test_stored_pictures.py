"""Pictures that were kept before uploads were cleaned lose their place where they lie, whoever stops in between."""

import io
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from PIL import ExifTags, Image as Pillow
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from cms import stored_pictures
from cms.stored_pictures import Kind, clean_stored
from tests.cms.test_uploads import FORMATS, _told_by_a_phone, file

pytestmark = [pytest.mark.django_db, pytest.mark.one_database_is_enough]
Images = get_image_model().objects
TELLING = ["a.jpg", "a.png", "a.webp", "a.avif"]


class Elsewhere(InMemoryStorage):
    """A storage whose files have no paths, as in a cloud."""

    def path(self, name):
        raise NotImplementedError

    def _relative_path(self, name):
        return name


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored(name="a.jpg", data=None):
    """A picture as it was kept before, past the form, with one of its sizes."""
    kept = ImageFile(BytesIO(data or file(name, exif=_told_by_a_phone())), name=name)
    row = Images.create(title="A window", file=kept, file_hash="old", file_size=1)
    row.get_rendition("width-320")
    return row


def places(tmp_path):
    """The names of all files that tell where they were taken."""
    found = []
    for path in sorted(tmp_path.rglob("*.*")):
        with Pillow.open(path) as picture:
            if picture.getexif().get_ifd(ExifTags.IFD.GPSInfo):
                found.append(path.name)
    return found


def said(**options):
    out = io.StringIO()
    call_command("clean_pictures", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("name", TELLING)
def test_every_file_loses_its_place_and_keeps_its_name_and_the_rest(tmp_path, name):
    row = stored(name)
    size = row.renditions.get().file.name
    assert places(tmp_path)
    clean_stored()

    assert places(tmp_path) == []
    kept = Images.get()
    assert (kept.file.name, kept.renditions.get().file.name) == (row.file.name, size)
    with kept.file.open() as opened, Pillow.open(opened) as picture:
        assert picture.format == FORMATS[name]
        assert picture.getexif()[ExifTags.Base.Artist] == "Mara Ellison"
        assert picture.size == (640, 320)


def test_what_is_known_of_the_file_is_true_again():
    stored()
    clean_stored()

    row = Images.get()
    with row.file.open() as opened:
        assert row.file_hash == hash_filelike(opened)
        assert row.file_size == row.file.size


def test_a_dry_run_counts_and_changes_no_byte(tmp_path):
    stored()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.jpg")}

    assert said(dry_run=True) == "1 pictures and 1 sizes tell where they were taken.\n"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.jpg")} == before
    assert said() == "1 pictures and 1 sizes told where they were taken, and no longer do.\n"
    assert said(dry_run=True) == "0 pictures and 0 sizes tell where they were taken.\n"


def test_a_picture_that_tells_nothing_keeps_every_byte(tmp_path):
    stored(data=file())
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*.jpg")}
    clean_stored()

    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*.jpg")} == before


def test_whoever_is_stopped_in_the_middle_has_lost_nothing_and_goes_on(tmp_path, monkeypatch):
    for _ in range(3):
        stored()
    replace, seen = Path.replace, []

    def stop(self, target):
        seen.append(target)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        clean_stored()
    for row in Images.all():
        with row.file.open() as opened, Pillow.open(opened) as picture:
            picture.load()
    clean_stored()

    assert places(tmp_path) == []
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(stored_pictures.BESIDE)]


def test_a_broken_or_lost_file_is_counted_and_keeps_no_other(tmp_path):
    broken, lost, whole = stored(), stored(), stored()
    Path(broken.file.path).write_bytes(b"no picture")
    Path(lost.file.path).unlink()

    assert clean_stored() == {Kind.BROKEN: 2, Kind.PICTURE: 1, Kind.SIZE: 3}
    assert Path(whole.file.path).exists()
    assert "2 files do not open as pictures" in said()


def test_a_storage_without_paths_is_told_and_left_alone(settings):
    elsewhere = {"BACKEND": "tests.cms.test_stored_pictures.Elsewhere"}
    settings.STORAGES = {**settings.STORAGES, "default": elsewhere}
    stored()

    assert clean_stored() == {Kind.ELSEWHERE: 2}
    assert "2 more tell it and stay as they are" in said()
