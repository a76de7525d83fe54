"""An article's email and text face, made of its blocks' faces."""

from typing import Any, Protocol

from django.template import engines

from cms.core.letter import LetterContext
from cms.core.skeleton import Run, merge_runs
from series.models import ArticlePage

EXCERPT_BLOCKS = 4  # about the first screen of a phone


class PlaceWords(Protocol):
    """What a letter says of a part's place: the series' name, and "Part 2 of 3" or a side."""

    @property
    def series(self) -> str: ...

    @property
    def words(self) -> str: ...


def article_runs(
    article: ArticlePage,
    *,
    letter: LetterContext,
    shown: str,
    place: PlaceWords | None = None,
    heading_level: int = 1,
) -> tuple[Run, ...]:
    """The article as runs of column content: opening, as much of its body as `shown` says, and the way to the rest.

    `shown` is whole, excerpt or teaser; `heading_level` is 1 or 2.
    """
    context = _context(article, letter=letter, shown=shown, place=place, heading_level=heading_level)
    opening = _face("email.mjml", "django", {**context, "at": "opening"})
    closing = _face("email.mjml", "django", {**context, "at": "closing"})
    body = _body(article, shown)
    runs = body.stream_block.render_email_runs(body, context) if body else ()
    return merge_runs((Run((opening,)),), runs, (Run((closing,)),) if closing else ())


def article_text(
    article: ArticlePage,
    *,
    letter: LetterContext,
    shown: str,
    place: PlaceWords | None = None,
    heading_level: int = 1,
) -> str:
    """The same as plain text."""
    context = _context(article, letter=letter, shown=shown, place=place, heading_level=heading_level)
    body = _body(article, shown)
    pieces = [
        _face("text.txt", "text", {**context, "at": "opening"}),
        body.stream_block.render_text(body, context) if body else "",
        _face("text.txt", "text", {**context, "at": "closing"}),
    ]
    return "\n\n".join(piece for piece in pieces if piece)


def _context(article: ArticlePage, *, letter: LetterContext, **words: Any) -> dict[str, Any]:
    return {
        "article": article,
        "letter": letter,
        "url": article.full_url or "",
        "is_whole": words["shown"] == "whole",
        **words,
    }


def _body(article: ArticlePage, shown: str):
    """The blocks that stand in the letter; nothing for a teaser."""
    if shown == "teaser":
        return None
    return (
        article.body
        if shown == "whole"
        else article.body.stream_block.to_python(list(article.body.raw_data)[:EXCERPT_BLOCKS])
    )


def _face(name: str, engine: str, context: dict[str, Any]) -> str:
    rendered = engines[engine].get_template(f"series/article/{name}").render(context)
    return (
        "\n".join(filter(None, map(str.rstrip, rendered.splitlines()))) if engine == "django" else rendered.strip("\n")
    )
