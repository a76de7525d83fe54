"""What a tender subject asks for: a note before the text, support lines and the disclaimer after it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_noop

from cms.core.content_notes import BY_SLUG, CONTENT_NOTES
from cms.countries import country_name
from cms.models import SiteIdentity, SupportLine

AUTO, ALWAYS = "auto", "always"
ONE_TEXT = gettext_noop("This text speaks of %(subjects)s.")
SEVERAL_TEXTS = gettext_noop("These texts speak of %(subjects)s.")


@dataclass(frozen=True)
class SupportCountry:
    """What helps in one country: its emergency number, and whom to talk to."""

    name: str
    lines: tuple[SupportLine, ...]


def identity_of(page) -> SiteIdentity:
    """Who speaks on the page's site; a page that stands under no site has an empty identity."""
    site = page.get_site()
    return SiteIdentity.for_site(site) if site else SiteIdentity()


def note_words(slugs: Iterable[str], *, instead: str = "", sentence: str = ONE_TEXT) -> str:
    """The quiet line before a text: the author's own sentence, or its hard subjects in the language that is active."""
    if instead:
        return instead
    chosen = set(slugs)
    named = [gettext(note.words) for note in CONTENT_NOTES if note.slug in chosen]
    return gettext(sentence) % {"subjects": get_text_list(named, gettext("and"))} if named else ""


def needs_support(slugs: Iterable[str]) -> bool:
    """Whether a text on these subjects may not go out without support lines."""
    return any(BY_SLUG[slug].needs_support for slug in slugs if slug in BY_SLUG)


def support_lines(slugs: list[str], *, support: str, identity: SiteIdentity) -> list[SupportLine]:
    """The lines of the site's countries, where the subject or the author asks for them."""
    is_wanted = support == ALWAYS or needs_support(slugs) or (support == AUTO and bool(slugs))
    return list(SupportLine.objects.for_countries(identity.country_codes)) if is_wanted else []


def by_country(lines: Iterable[SupportLine], *, home: str = "") -> tuple[SupportCountry, ...]:
    """The lines country by country, by name; the reader's own comes first where they told us."""
    found: dict[str, list[SupportLine]] = {}
    for line in lines:
        found.setdefault(line.country, []).append(line)
    codes = sorted(found, key=lambda code: (code != home, country_name(code)))
    return tuple(SupportCountry(country_name(code), tuple(found[code])) for code in codes)


def disclaimer(identity: SiteIdentity, *, is_shown: bool) -> str:
    """The site's disclaimer, unless the author takes it off this page."""
    return identity.disclaimer if is_shown else ""


def signs_note(identity: SiteIdentity) -> str:
    """The line under a list of signs, on a site near health."""
    return gettext("These are signs to notice, not a diagnosis.") if identity.health_profile else ""
