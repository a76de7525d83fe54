"""An article as a letter, before there is a newsletter to send it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from cms.core.letter import LetterContext
from cms.core.mjml import CompileFailed
from cms.letter import CompiledParts, compile_letter
from cms.models import SiteIdentity
from cms.shell import Shell, support_entries
from cms.theme import site_theme
from series.faces import article_runs, article_text, letter_place
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
    identity = care.identity_of(article)
    letter = LetterContext(theme=site_theme(), base_url=article.full_url or settings.WAGTAILAPI_BASE_URL)
    places = places_of([article], now=timezone.now(), as_if_live=True)[article.pk] if article.pk else []
    place = letter_place(places[0], base=letter.base_url, zone=timezone.get_current_timezone()) if places else None
    shown = {"letter": letter, "shown": "whole", "place": place, "with_ending": True}
    return compile_letter(
        shell=_shell(article, identity, base=letter.base_url),
        runs=article_runs(article, **shown),
        text=article_text(article, **shown),
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
