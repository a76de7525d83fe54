"""The frame of an issue: who writes, why a reader gets it, the ways out, and the lines for those who need help."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from cms.blocks.pictures import letter_picture
from cms.shell import Logo, Shell, SupportEntry, WayOut, support_entries
from newsletter.core.content import IssueContent
from newsletter.core.merge_fields import filled_for_nobody
from newsletter.models.newsletters import Newsletter
from series.models import ArticlePage, care

LOGO_PX = 160

WAYS_OUT = (
    WayOut(gettext_noop("Unsubscribe"), "[[unsubscribe_url]]"),
    WayOut(gettext_noop("Pause, or change what you get"), "[[preferences_url]]"),
    WayOut(gettext_noop("Read it on the web"), "[[view_url]]"),
)
OF_COURSE = (
    WayOut(gettext_noop("Leave this series"), "[[unsubscribe_url]]"),
    WayOut(gettext_noop("Pause, or change how often a part comes"), "[[preferences_url]]"),
    WayOut(gettext_noop("Read it on the web"), "[[view_url]]"),
)
WHY = gettext_noop("You get this because you asked for %(newsletter)s at [[address_hint]] and confirmed it.")
CLICKS = gettext_noop("We count how often each link in this letter is followed, never by whom.")


def shell_of(
    content: IssueContent, *, texts: Iterable[ArticlePage], newsletter: Newsletter, base_url: str, is_long: bool
) -> Shell:
    """The frame around the items; `texts` are the articles that readers see, whole or in part.

    `is_long` puts "Read it on the web" at the top as well.
    """
    shown = tuple(texts)
    name = content.course or newsletter.name
    return Shell(
        support=_support(shown, base=f"{base_url}/"),
        disclaimer=next(filter(None, map(_disclaimer, shown)), ""),
        subject=filled_for_nobody(content.subject, newsletter=newsletter.name),
        name=name,
        preview_text=content.preview_text,
        logo=logo_of(newsletter, base_url=base_url),
        web_url="[[view_url]]",
        web_first=is_long,
        why=_why(name, language=content.language, counts_clicks=newsletter.counts_clicks and not content.course),
        ways_out=_ways_out(OF_COURSE if content.course else WAYS_OUT, language=content.language),
        address=f"{newsletter.from_name}\n{newsletter.postal_address}",
    )


def _why(name: str, *, language: str, counts_clicks: bool) -> str:
    """Why they get it, and that clicks are counted where they are: one paragraph, which pages of the site leave out."""
    with translation.override(language):
        said = [gettext(WHY) % {"newsletter": name}, gettext(CLICKS) if counts_clicks else ""]
    return " ".join(filter(None, said))


def _ways_out(ways: Iterable[WayOut], *, language: str) -> tuple[WayOut, ...]:
    with translation.override(language):
        return tuple(WayOut(gettext(way.label), way.url) for way in ways)


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
