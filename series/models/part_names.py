"""An article that returns to its series is the part that it was: letters and courses know it by its uuid."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from wagtail.models import Revision


def known_uuids(series) -> dict[int, UUID]:
    """Article id -> the uuid under which it stands, or last stood, in this series; without those taken elsewhere."""
    parts = apps.get_model("series.SeriesPart").objects
    found = dict(_in_revisions(series)) | dict(parts.filter(series=series).values_list("article", "uuid"))
    elsewhere = parts.filter(uuid__in=found.values()).exclude(series=series).values_list("uuid", flat=True)
    taken = set(elsewhere)
    return {article: uuid for article, uuid in found.items() if uuid not in taken}


def _in_revisions(series) -> Iterable[tuple[int, UUID]]:
    """Oldest first, so that the newest has the last word."""
    for parts in Revision.objects.for_instance(series).order_by("pk").values_list("content__parts", flat=True):
        yield from ((part["article"], UUID(part["uuid"])) for part in parts or ())
