"""What templates ask of newsletters."""

from django import template
from django.utils import timezone
from wagtail.models import Page

from cms.blocks.faces import vouch
from cms.core.mjml import CompileFailed
from cms.core.slots import SlotMismatch
from newsletter.admin.shown_in import letters_words
from newsletter.core.letter_views import as_html, as_text, in_the_dark, openly, public_values, sample_values
from newsletter.core.merge_fields import UnknownField
from newsletter.models import Course, Issue, Newsletter
from newsletter.prepare import compile_only
from series.models import SeriesPage

register = template.Library()


@register.simple_tag
def newsletters():
    """The newsletters that anyone may know of."""
    return Newsletter.objects.filter(archive_is_public=True)


@register.simple_tag
def course_of(series: SeriesPage) -> Course | None:
    """The course in which anybody may get this series by mail, while there is one."""
    return Course.objects.offered_of(series)


@register.simple_tag
def anything_offered() -> bool:
    """Whether the form of the site has anything to offer: without, there is no such page."""
    return Newsletter.objects.filter(takes_readers=True).exists() or Course.objects.offered().exists()


@register.inclusion_tag("newsletter/admin/held_letters.html")
def held_letters(page: Page):
    """The scheduled letters that would be held without the page, before anybody takes it away."""
    return {"lines": letters_words(page)}


@register.simple_tag
def letter_preview(issue: Issue, mode: str) -> str:
    """The letter as it stands, saved or not: email, dark, text or web. Clean by construction."""
    try:
        letter = compile_only(issue, now=timezone.now())
        return vouch(_VIEWS.get(mode, _inbox)(letter, issue))
    except (CompileFailed, SlotMismatch, UnknownField) as failure:
        return f"There is no preview yet. {failure} The preflight panel says what to do."


def _inbox(letter, issue: Issue) -> str:
    return as_html(letter, sample_values(newsletter=issue.newsletter.name))


def _dark(letter, issue: Issue) -> str:
    return in_the_dark(_inbox(letter, issue))


def _text(letter, issue: Issue) -> str:
    return as_text(letter, sample_values(newsletter=issue.newsletter.name))


def _web(letter, issue: Issue) -> str:
    values = public_values(newsletter=issue.newsletter.name, home_url="#", view_url="#")
    return openly(letter, values, foot=issue.foot)


_VIEWS = {"email": _inbox, "dark": _dark, "text": _text, "web": _web}
