"""Which kind of thing an admin route shows, so that one wall can ask for the right to see it.

Wagtail shows its choosers, parts of its API and some dialogs to everybody who may log in: titles of drafts to people
who only care for readers, and readers' tags to authors. What is listed here is shown to those who have to do with it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPMethod

ONLY_READ = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
"""What may be asked of a page that is only there to be read."""


class Shown(StrEnum):
    PAGES = "pages"
    IMAGES = "images"
    DOCUMENTS = "documents"
    MODEL = "model"
    NOTHING = "nothing"
    FAULTS = "faults"


@dataclass(frozen=True)
class Wall:
    """What a route shows; `model` is its name, app.model, when that is rows of one model."""

    shown: Shown
    model: str = ""


_BEGINNINGS = {
    "admin/pages/": Shown.PAGES,
    "admin/choose-page/": Shown.PAGES,
    "admin/api/main/pages/": Shown.PAGES,
    "admin/reports/": Shown.PAGES,
    "admin/workflows/task_chooser/": Shown.PAGES,
    "admin/tag-autocomplete/": Shown.PAGES,
    "admin/embeds/": Shown.PAGES,
    "admin/forms/": Shown.PAGES,
    "admin/api/main/images/": Shown.IMAGES,
    "admin/images/": Shown.IMAGES,
    "admin/api/main/documents/": Shown.DOCUMENTS,
    "admin/documents/": Shown.DOCUMENTS,
    "admin/test404/": Shown.FAULTS,
    "admin/failwhale/": Shown.FAULTS,
}
_BULK = "admin/bulk/"
_KINDS = {
    "wagtailcore.page": Shown.PAGES,
    "wagtailimages.image": Shown.IMAGES,
    "wagtaildocs.document": Shown.DOCUMENTS,
}
_CHOOSER = re.compile(r"admin/snippets/choose/(\w+)/(\w+)/")


def wall_before(route: str, model: str = "") -> Wall | None:
    """The wall that stands before a route, given as its pattern; None where the view itself asks.

    `model` is what the address names as app and model, where it does.
    """
    if route.startswith(_BULK):
        return Wall(_KINDS.get(model, Shown.MODEL), model=model)
    if chooser := _CHOOSER.match(route):
        if route.endswith("/create/"):  # no chooser of ours makes rows; Wagtail's form for it is an error
            return Wall(Shown.NOTHING)
        return Wall(Shown.MODEL, model=".".join(chooser.groups()))
    return next((Wall(shown) for start, shown in _BEGINNINGS.items() if route.startswith(start)), None)
