"""Rich text for letters: styled inline, with every link in the link table."""

import re
from functools import lru_cache
from html import escape

from cms.core.html import text_of
from cms.core.letter import LetterContext
from cms.core.links import kind_of
from cms.rich_text.letter_style import style
from cms.rich_text.resolve import LONGEST_KEPT, Resolved, each_anchor, resolve_for

_STYLED = re.compile(r"<(p|ul|ol|li)(?=[ >])")


def rich_email(  # noqa: PLR0913 - one keyword for each wish of a face
    value: object, *, level: str, letter: LetterContext, block_id: str, inline: bool = False, role: str = "p"
) -> str:
    """Clean HTML for an html slot; `inline` leaves out the paragraph around a single one.

    `role` names the theme's style for paragraphs.
    """
    resolved = resolve_for(letter, value, level=level)
    html = resolved.unwrapped if inline else resolved.html
    pages = resolved.pages
    if "<a " in html:
        html = each_anchor(
            html, lambda href, inner: _anchor(href, inner, letter=letter, block_id=block_id, page_id=pages.get(href))
        )
    _note_missing(resolved, letter=letter, block_id=block_id)
    looks = tuple(style(letter, name) for name in (role, "ul", "ol", "li"))
    return _styled(html, looks) if len(html) <= LONGEST_KEPT else _styled.__wrapped__(html, looks)


@lru_cache(maxsize=1024)
def _styled(html: str, looks: tuple[str, ...]) -> str:
    named = dict(zip(("p", "ul", "ol", "li"), looks, strict=True))
    return _STYLED.sub(lambda match: f'<{match[1]} style="{named[match[1]]}"', html)


def _anchor(href: str, inner: str, *, letter: LetterContext, block_id: str, page_id: int | None) -> str:
    kind = "page" if page_id else kind_of(href)
    letter.links.add(href, label=text_of(inner), kind=kind, block_id=block_id, page_id=page_id)
    return f'<a href="{escape(href)}" style="{style(letter, "a")}">{inner}</a>'


def _note_missing(resolved: Resolved, *, letter: LetterContext, block_id: str) -> None:
    for mention in resolved.missing:
        target = mention.target
        letter.links.add(
            "", label=mention.label, kind=target.kind, block_id=block_id, page_id=target.page_id, reachable=False
        )
