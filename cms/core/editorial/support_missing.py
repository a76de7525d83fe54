"""A text on a hard subject offers someone to talk to, in every country of the site."""

from collections.abc import Iterator

from cms.core.content_notes import BY_SLUG
from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level

# Samaritans' media guidelines: always signpost; the most frequent fault of reports is a missing source of support.


def check(article: ArticleFacts, site: SiteFacts) -> Iterator[Finding]:
    if not article.content_notes:
        return
    tender = [BY_SLUG[slug].title for slug in article.content_notes if slug in BY_SLUG and BY_SLUG[slug].needs_support]
    level = Level.STOP if tender else Level.ASK
    if tender and not article.shows_support:
        yield _finding(
            level, f"Support lines are off, and this text speaks of {tender[0].lower()}.", "Let them be shown."
        )
    elif article.shows_support and (words := _missing(site)):
        yield _finding(
            level,
            words,
            "Add them in the admin under Snippets, Support lines, and your countries in the site identity.",
        )


def _missing(site: SiteFacts) -> str:
    if not site.countries:
        return "The site names no country of its readers, so no support line can be shown."
    without = sorted(site.countries - site.countries_with_lines)
    return f"There is no support line for {', '.join(without)}." if without else ""


def _finding(level: Level, words: str, mend: str) -> Finding:
    return Finding(check="S1", level=level, words=words, mend=mend, field="content_notes")
