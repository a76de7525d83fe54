"""The frame of an issue: who writes, why a reader gets it, the ways out, and the lines for those who need help."""

from collections.abc import Iterable

from cms.blocks.pictures import letter_picture
from cms.shell import Logo, Shell, SupportEntry, WayOut, support_entries
from newsletter.core.content import IssueContent
from newsletter.core.merge_fields import at_fallback
from newsletter.models.newsletters import Newsletter
from series.models import ArticlePage, care

LOGO_PX = 160

WAYS_OUT = (
    WayOut("Unsubscribe", "[[unsubscribe_url]]"),
    WayOut("Pause, or change what you get", "[[preferences_url]]"),
    WayOut("Read it on the web", "[[view_url]]"),
)
WHY = "You get this because you asked for {newsletter} at [[address_hint]] and confirmed it."


def shell_of(
    content: IssueContent, *, texts: Iterable[ArticlePage], newsletter: Newsletter, base_url: str, is_long: bool
) -> Shell:
    """The frame around the items; `texts` are the articles that readers see, whole or in part.

    `is_long` puts "Read it on the web" at the top as well.
    """
    shown = tuple(texts)
    return Shell(
        support=_support(shown, base=f"{base_url}/"),
        disclaimer=next(filter(None, map(_disclaimer, shown)), ""),
        subject=at_fallback(content.subject),
        name=newsletter.name,
        preview_text=content.preview_text,
        logo=logo_of(newsletter, base_url=base_url),
        web_url="[[view_url]]",
        web_first=is_long,
        why=WHY.format(newsletter=newsletter.name),
        ways_out=WAYS_OUT,
        address=f"{newsletter.from_name}\n{newsletter.postal_address}",
    )


def _support(texts: Iterable[ArticlePage], *, base: str) -> tuple[SupportEntry, ...]:
    """The support lines that any of the texts asks for, each once."""
    asked = (care.support_lines(text.content_notes, support=text.support, identity=text.identity) for text in texts)
    lines = {line.pk: line for found in asked for line in found}
    return support_entries(lines.values(), base=base)


def _disclaimer(text: ArticlePage) -> str:
    return care.disclaimer(text.identity, is_shown=text.show_disclaimer)


def logo_of(newsletter: Newsletter, *, base_url: str) -> Logo | None:
    """The newsletter's own logo as letters show it."""
    if not newsletter.logo:
        return None
    picture = letter_picture(newsletter.logo, base=f"{base_url}/")
    return Logo(url=picture.url, width=min(LOGO_PX, picture.width))
