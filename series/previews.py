"""An article as a letter, before there is a newsletter to send it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from cms.core.directions import direction_of
from cms.core.letter import LetterContext
from cms.core.mjml import CompileFailed
from cms.core.skeleton import merge_runs
from cms.languages import speaking
from cms.letter import CompiledParts, compile_letter
from cms.models import SiteIdentity
from cms.shell import Shell, support_entries
from cms.theme import site_theme
from series.faces import article_runs, article_text, ending_runs, ending_text
from series.models import care
from series.models.places import places_of

DARK = "(prefers-color-scheme: dark)"
ALWAYS = "(min-width: 0px)"


def letter_preview(article, *, mode_name: str) -> HttpResponse:
    """The letter of this draft alone, in the site's own look."""
    try:
        parts = compile_preview(article)
    except CompileFailed as failure:
        return HttpResponse(f"This letter cannot be made yet: {failure.message}", content_type="text/plain")
    if mode_name == "text":
        return HttpResponse(parts.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(parts.html.replace(DARK, ALWAYS) if mode_name == "email_dark" else parts.html)


def compile_preview(article) -> CompiledParts:
    """HTML and text of the article as a letter. Raises CompileFailed and SlotMismatch."""
    language = article.locale.language_code
    letter = LetterContext(
        theme=site_theme(),
        base_url=article.full_url or settings.WAGTAILAPI_BASE_URL,
        lang=language,
        dir=direction_of(language),
    )
    places = places_of([article], now=timezone.now(), as_if_live=True)[article.pk] if article.pk else []
    place = places[0].in_letter(zone=timezone.get_current_timezone()) if places else None
    given = {"letter": letter, "shown": "whole", "place": place}
    with speaking(language):
        text = "\n\n".join(filter(None, (article_text(article, **given), ending_text(place, letter=letter))))
        return compile_letter(
            shell=_shell(article, care.identity_of(article), base=letter.base_url),
            runs=merge_runs(article_runs(article, **given), ending_runs(place, letter=letter)),
            text=text,
            letter=letter,
        )


def _shell(article, identity: SiteIdentity, *, base: str) -> Shell:
    lines = care.support_lines(article.content_notes, support=article.support, identity=identity)
    return Shell(
        subject=article.title,
        name=identity.name,
        preview_text=article.teaser,
        web_url=base,
        web_first=bool(article.content_note),
        support=support_entries(lines, base=base),
        disclaimer=care.disclaimer(identity, is_shown=article.show_disclaimer),
    )
