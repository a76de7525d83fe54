"""Stored blocks as values, and pictures that are there."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale

from cms.blocks.body import BodyBlock
from cms.blocks.loading import load_stream
from tests.cms.blocks.specimens import specimen

BODY = BodyBlock()


@pytest.fixture
def media(settings, tmp_path):
    """Files of one test, so that their names never depend on others."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # it remembers renditions
    return tmp_path


@pytest.fixture
def add_picture(db, media):
    """A function that adds a picture to the library."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Locale.objects.exists():
        Locale.objects.create(language_code="en")

    def add(*, name="window.jpg", mode="RGB", size=(1700, 850), file_format="JPEG", pk=1):
        data = BytesIO()
        Pillow.new(mode, size).save(data, file_format)
        data.seek(0)
        return get_image_model().objects.create(pk=pk, title="A window", file=ImageFile(data, name=name))

    return add


@pytest.fixture
def picture(add_picture):
    return add_picture()


@pytest.fixture
def stream(picture):
    """A function: stored blocks, or slugs of specimens, as a stream value."""

    def make(*wanted):
        rows = [
            {"type": one, "value": specimen(one), "id": f"00000000-0000-4000-8000-{n:012}"}
            if isinstance(one, str)
            else one
            for n, one in enumerate(wanted, start=1)
        ]
        return load_stream(rows, block=BODY)

    return make
