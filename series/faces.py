"""An article's email and text face, made of its blocks' faces."""

from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.template import engines

from cms.blocks.faces import is_shown
from cms.core.letter import LetterContext
from cms.core.links import absolute
from cms.core.skeleton import Run, merge_runs
from cms.rich_text import targets
from series.core.shown import ShownPart, name_of, promise
from series.models.care import signs_note
from series.models.lists import related_to
from series.models.places import ArticlePlace

EXCERPT_BLOCKS = 4  # about the first screen of a phone


class PlaceWords(Protocol):
    """What a letter says of a part's place: the series' name, and "Part 2 of 3" or a side."""

    @property
    def series(self) -> str: ...

    @property
    def words(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class LetterPlace:
    """A part's place in words for a letter. What is not live has no address."""

    series: str
    words: str = ""
    series_url: str = ""
    previous: str = ""
    previous_url: str = ""
    counterpart: str = ""
    counterpart_url: str = ""
    coming: str = ""


def letter_place(place: ArticlePlace, *, base: str, zone: ZoneInfo) -> LetterPlace:
    """The place as a letter speaks of it, its dates in `zone`; `base` is where relative addresses start."""
    return LetterPlace(
        series=place.series.short_title or place.series.title,
        words=place.words,
        series_url=absolute(place.series.url or "", base=base),
        previous=name_of(place.previous),
        previous_url=_address(place.previous, base),
        counterpart=name_of(place.counterpart),
        counterpart_url=_address(place.counterpart, base),
        coming=promise(place.coming, zone=zone),
    )


def article_runs(  # noqa: PLR0913 - one keyword for each thing a letter decides about an article
    article,
    *,
    letter: LetterContext,
    shown: str,
    place: PlaceWords | None = None,
    heading_level: int = 1,
    with_ending: bool = False,
) -> tuple[Run, ...]:
    """The article as runs of column content: opening, as much of its body as `shown` says, and the way to the rest.

    `shown` is whole, excerpt or teaser; `heading_level` is 1 or 2; `with_ending` adds what comes before and next.
    """
    within = letter.within(article.full_url or "")
    context = _context(article, letter=within, shown=shown, place=place, heading_level=heading_level)
    body = _body(article, shown)
    runs = body.stream_block.render_email_runs(body, context) if body else ()
    ends = ("closing", "ending") if with_ending else ("closing",)
    return merge_runs(_run("opening", context), runs, *(_run(at, context) for at in ends))


def article_text(  # noqa: PLR0913 - as its runs
    article,
    *,
    letter: LetterContext,
    shown: str,
    place: PlaceWords | None = None,
    heading_level: int = 1,
    with_ending: bool = False,
) -> str:
    """The same as plain text."""
    within = letter.within(article.full_url or "")
    context = _context(article, letter=within, shown=shown, place=place, heading_level=heading_level)
    body = _body(article, shown)
    pieces = [
        _face("text.txt", "text", {**context, "at": "opening"}),
        body.stream_block.render_text(body, context) if body else "",
        _face("text.txt", "text", {**context, "at": "closing"}),
        _face("text.txt", "text", {**context, "at": "ending"}) if with_ending else "",
    ]
    return "\n\n".join(filter(None, pieces))


def _context(article, *, letter: LetterContext, place: PlaceWords | None, **words: Any) -> dict[str, Any]:
    url = article.full_url or ""
    return {
        "article": article,
        "letter": letter,
        "place": place,
        "links": _links(place, letter) if isinstance(place, LetterPlace) else (),
        "target": targets.Target(url, "page", article.pk),
        "content_note": article.content_note,
        "signs_note": signs_note(article.identity),
        "related": related_to(article, base=letter.base_url),
        "is_whole": words["shown"] == "whole",
        **words,
    }


def _links(place: LetterPlace, letter: LetterContext) -> tuple[tuple[str, targets.Target], ...]:
    named = (
        (f"Before this: “{place.previous}”", place.previous_url),
        (f"The other side: “{place.counterpart}”", place.counterpart_url),
        (f"All of “{place.series}”", place.series_url),
    )
    return tuple((label, targets.web(url, base=letter.base_url)) for label, url in named if url)


def _body(article, shown: str):
    """The blocks that stand in the letter; nothing for a teaser."""
    if shown == "teaser":
        return None
    if shown == "whole":
        return article.body
    in_letters = (stored for stored in article.body.raw_data if is_shown(stored["value"], "email"))
    return article.body.stream_block.to_python(list(islice(in_letters, EXCERPT_BLOCKS)))


def _run(at: str, context: dict[str, Any]) -> tuple[Run, ...]:
    face = _face("email.mjml", "django", {**context, "at": at})
    return (Run((face,)),) if face else ()


def _face(name: str, engine: str, context: dict[str, Any]) -> str:
    rendered = engines[engine].get_template(f"series/article/{name}").render(context)
    lines = [line.rstrip() for line in rendered.splitlines()]
    return "\n".join(filter(None, lines)) if engine == "django" else "\n".join(lines).strip("\n")


def _address(part: ShownPart | None, base: str) -> str:
    return absolute(part.url, base=base) if part and part.url else ""
