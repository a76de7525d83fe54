"""What templates ask of newsletters."""

from django import template
from django.utils import timezone

from cms.blocks.faces import vouch
from cms.core.mjml import CompileFailed
from cms.core.slots import SlotMismatch
from newsletter.core.letter_views import as_html, as_text, in_the_dark, public_values, sample_values
from newsletter.core.merge_fields import UnknownField
from newsletter.models import Issue, Newsletter
from newsletter.prepare import compile_only

register = template.Library()


@register.simple_tag
def newsletters():
    """The newsletters that anyone may know of."""
    return Newsletter.objects.filter(archive_is_public=True)


@register.simple_tag
def letter_preview(issue: Issue, mode: str) -> str:
    """The letter as it stands, saved or not: email, dark, text or web. Clean by construction."""
    try:
        letter = compile_only(issue, now=timezone.now())
        return vouch(_VIEWS.get(mode, _inbox)(letter, issue.newsletter))
    except (CompileFailed, SlotMismatch, UnknownField) as failure:
        return f"There is no preview yet. {failure} The preflight panel says what to do."


def _inbox(letter, newsletter: Newsletter) -> str:
    return as_html(letter, sample_values(newsletter=newsletter.name))


def _dark(letter, newsletter: Newsletter) -> str:
    return in_the_dark(_inbox(letter, newsletter))


def _text(letter, newsletter: Newsletter) -> str:
    return as_text(letter, sample_values(newsletter=newsletter.name))


def _web(letter, newsletter: Newsletter) -> str:
    return as_html(letter, public_values(newsletter=newsletter.name, home_url="#", view_url="#"))


_VIEWS = {"email": _inbox, "dark": _dark, "text": _text, "web": _web}
