"""The demo's blocks as they are written in its files become stored blocks: names become pages and pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Stored = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the files call things: the ids of articles by slug and of pictures by name."""

    articles: Mapping[str, int]
    pictures: Mapping[str, int]


def stored_blocks(rows: Iterable[Mapping[str, Any]], *, page: str, names: Names) -> list[Stored]:
    """The rows of a file as Wagtail stores them; ids depend on the page and the place, so each load gives the same."""
    return [
        {
            "type": row["type"],
            "id": str(uuid5(NAMESPACE_URL, f"demo:{page}:{number}")),
            "value": {**_common(row), **_value(row, names)},
        }
        for number, row in enumerate(rows)
    ]


def _common(row: Mapping[str, Any]) -> Stored:
    return {name: row[name] for name in ("anchor", "shown_in") if name in row}


def _value(row: Mapping[str, Any], names: Names) -> Stored:
    own = _OWN.get(row["type"])
    return own(row["value"], names) if own else dict(row["value"])


def _action(value: Mapping[str, Any], names: Names) -> Stored:
    kind, place = value["target"]["kind"], value["target"]["value"]
    return {**value, "target": {kind: names.articles[place] if kind == "page" else place}}


def _related(value: Mapping[str, Any], names: Names) -> Stored:
    return {**value, "articles": [names.articles[slug] for slug in value["articles"]]}


def _video(value: Mapping[str, Any], names: Names) -> Stored:
    return {**value, "poster": names.pictures.get(value["poster"])}


def _image(value: Mapping[str, Any], names: Names) -> Stored:
    picture = {"image": names.pictures[value["image"]], "alt_text": value["alt"], "decorative": value["decorative"]}
    return {"image": picture, "caption": value["caption"], "credit": value["credit"]}


_OWN = {"action": _action, "related": _related, "video": _video, "image": _image}
