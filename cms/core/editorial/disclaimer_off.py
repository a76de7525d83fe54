"""A tender text on a site near health shows the disclaimer, unless its author decides otherwise."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, site: SiteFacts) -> Iterator[Finding]:
    if site.health_profile and article.content_notes and not article.shows_disclaimer:
        yield Finding(
            check="S2",
            level=Level.ASK,
            words="The disclaimer is off for this text.",
            mend="Turn it on, unless you mean to leave it out.",
            field="show_disclaimer",
        )
