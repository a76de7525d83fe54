"""The stop checks at the one place that every way to publish goes through."""

from django.core.exceptions import ValidationError

from cms.core.editorial import findings
from cms.core.editorial.article import ArticleFacts, SiteFacts, block_facts
from cms.core.findings import Finding, stops
from cms.models import SupportLine
from series.models.care import identity_of


class PublishStopped(ValidationError):  # noqa: N818 - failures are named by what happened
    """A page that may not be published as it is; `findings` say why."""

    def __init__(self, found: tuple[Finding, ...], *, title: str) -> None:
        self.findings = found
        reasons = " ".join(f"{finding.words} {finding.mend}".strip() for finding in found)
        super().__init__(f"“{title}” cannot be published yet. {reasons}")


def refuse_stops(article) -> None:
    """Raises PublishStopped when a stop check has something to say."""
    found = stops(findings_of(article))
    if found:
        raise PublishStopped(found, title=article.title)


def findings_of(article) -> tuple[Finding, ...]:
    """What every check says of the article as it stands in memory, with today's data of its site."""
    return findings(facts_of(article), site=site_facts(article))


def facts_of(article) -> ArticleFacts:
    return ArticleFacts(
        blocks=tuple(block_facts(stored) for stored in article.body.get_prep_value()),
        content_notes=tuple(article.content_notes),
        shows_support=article.support != article.Support.OFF,
        shows_disclaimer=article.show_disclaimer,
    )


def site_facts(page) -> SiteFacts:
    identity = identity_of(page)
    lines = SupportLine.objects.for_countries(identity.country_codes).values_list("country", flat=True)
    return SiteFacts(
        countries=frozenset(identity.country_codes),
        countries_with_lines=frozenset(lines),
        health_profile=identity.health_profile,
    )
