"""Pictures that were kept before uploads lost their places: found, counted, and cleaned where they lie.

Each file is replaced under its own name and at once, so that letters that have left still show it, and whoever stops
in the middle has lost nothing.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from django.db.models import Model
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from cms.uploads import placeless

AT_ONCE = 200  # rows in one look
BESIDE = ".placeless"  # behind the name of a file that is about to take its place


class Kind(StrEnum):
    """What a file was found to be."""

    PICTURE = "picture"
    SIZE = "size"
    ELSEWHERE = "elsewhere"
    BROKEN = "broken"
    SILENT = "silent"


def clean_stored(*, dry: bool = False) -> Counter[Kind]:
    """Take the place out of every picture and every size of one that tells it; says how many were found.

    `dry` only counts. Those that lie in a storage without paths are counted apart and stay as they are.
    """
    images = get_image_model()
    found = Counter(_cleaned(row, Kind.PICTURE, dry=dry) for row in _all(images))
    found.update(_cleaned(row, Kind.SIZE, dry=dry) for row in _all(images.get_rendition_model()))
    return found


def _all(model: type[Model]) -> Iterator[Model]:
    """Every row by its key, whatever comes and goes meanwhile."""
    last = 0
    while rows := list(model._default_manager.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):  # noqa: SLF001 - Django's documented name
        yield from rows
        last = rows[-1].pk


def _cleaned(row: Model, kind: Kind, *, dry: bool) -> Kind:
    try:
        with row.file.storage.open(row.file.name) as file:
            clean = placeless(file)
    except Exception:  # noqa: BLE001 - a decoder of broken bytes may raise anything, and the others must not wait
        return Kind.BROKEN
    if clean is None:
        return Kind.SILENT
    try:
        path = Path(row.file.path)
    except NotImplementedError:
        return Kind.ELSEWHERE
    if not dry:
        _replace(path, clean)
        if kind is Kind.PICTURE:
            facts = {"file_size": len(clean), "file_hash": hash_filelike(BytesIO(clean))}
            type(row)._default_manager.filter(pk=row.pk).update(**facts)  # noqa: SLF001 - Django's documented name
    return kind


def _replace(path: Path, clean: bytes) -> None:
    """The name leads to the old bytes or to the new ones, and to nothing else at any moment."""
    beside = path.with_name(path.name + BESIDE)
    beside.write_bytes(clean)
    shutil.copymode(path, beside)
    beside.replace(path)
