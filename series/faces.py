"""An article's email and text face, made of its blocks' faces."""

from collections.abc import Container
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from cms.blocks.faces import is_shown
from cms.core.letter import LetterContext
from cms.core.skeleton import Run, merge_runs
from cms.letter import render_face
from cms.rich_text import targets
from cms.rich_text.targets import Target
from series.core.shown import LetterPlace, ShownPart, name_of
from series.models.care import signs_note
from series.models.lists import related_to
from series.part_words import number_words, promise

EXCERPT_BLOCKS = 4  # about the first screen of a phone


def article_runs(
    article, *, letter: LetterContext, shown: str, place: LetterPlace | None = None, heading_level: int = 1
) -> tuple[Run, ...]:
    """The article as runs of column content: opening, as much of its body as `shown` says, and the way to the rest.

    `shown` is whole, excerpt or teaser; `heading_level` is that of its title, 1 or 2. Our own words are in the language
    that is active.
    """
    within = letter.within(article.full_url or "")
    context = _context(article, letter=within, shown=shown, place=place, heading_level=heading_level)
    body = _body(article, shown)
    runs = body.stream_block.render_email_runs(body, context) if body else ()
    return merge_runs(_run("opening", context), runs, _run("closing", context))


def article_text(
    article, *, letter: LetterContext, shown: str, place: LetterPlace | None = None, heading_level: int = 1
) -> str:
    """The same as plain text."""
    within = letter.within(article.full_url or "")
    context = _context(article, letter=within, shown=shown, place=place, heading_level=heading_level)
    body = _body(article, shown)
    pieces = [
        _face("text.txt", {**context, "at": "opening"}),
        body.stream_block.render_text(body, context) if body else "",
        _face("text.txt", {**context, "at": "closing"}),
    ]
    return "\n\n".join(filter(None, pieces))


def ending_runs(
    place: LetterPlace | None, *, letter: LetterContext, block_id: str = "", but: Container[str] = ()
) -> tuple[Run, ...]:
    """What stands beside a part and what is promised after it.

    `but` holds uuids of the parts of this letter, whose other side needs no link, and "series" where another links it.
    """
    return _run("ending", _ending(place, letter=letter, block_id=block_id, but=but))


def ending_text(
    place: LetterPlace | None, *, letter: LetterContext, block_id: str = "", but: Container[str] = ()
) -> str:
    """The same as plain text."""
    return _face("text.txt", {**_ending(place, letter=letter, block_id=block_id, but=but), "at": "ending"})


def _context(article, *, letter: LetterContext, place: LetterPlace | None, **words: Any) -> dict[str, Any]:
    url = article.full_url or ""
    return {
        "article": article,
        "letter": letter,
        "place": place,
        "number": number_words(place) if place else "",
        "target": Target(url, "page", article.pk),
        "onward": gettext("Continue reading “%(title)s”") % {"title": article.title},
        "content_note": article.content_note,
        "signs_note": signs_note(article.identity),
        "related": related_to(article, base=letter.base_url),
        "is_whole": words["shown"] == "whole",
        **words,
    }


def _ending(place: LetterPlace | None, *, letter: LetterContext, block_id: str, but: Container[str]) -> dict[str, Any]:
    links = [(label, targets.web(url, base=letter.base_url)) for label, url in _beside(place, but) if url]
    return {
        "letter": letter,
        "block_id": block_id,
        "promised": promise(place.coming) if place else "",
        "links": links,
    }


def _beside(place: LetterPlace | None, but: Container[str]) -> tuple[tuple[str, str], ...]:
    if place is None:
        return ()
    before, other = place.previous, place.counterpart
    is_other_here = other is not None and other.uuid in but
    return (
        (gettext("Before this: “%(title)s”") % {"title": name_of(before)}, _address(before)),
        (gettext("The other side: “%(title)s”") % {"title": name_of(other)}, "" if is_other_here else _address(other)),
        (gettext("All of “%(title)s”") % {"title": place.series}, "" if "series" in but else place.series_url),
    )


def _address(part: ShownPart | None) -> str:
    return (part.url or "") if part else ""


def _body(article, shown: str):
    """The blocks that stand in the letter; nothing for a teaser."""
    if shown == "teaser":
        return None
    if shown == "whole":
        return article.body
    in_letters = (stored for stored in article.body.raw_data if is_shown(stored["value"], "email"))
    return article.body.stream_block.to_python(list(islice(in_letters, EXCERPT_BLOCKS)))


def _run(at: str, context: dict[str, Any]) -> tuple[Run, ...]:
    face = _face("email.mjml", {**context, "at": at})
    return (Run((face,)),) if face else ()


def _face(name: str, context: dict[str, Any]) -> str:
    return render_face(f"series/article/{name}", context)
