"""What may keep an article from readers, asked at the one place that every way to publish goes through."""

import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Page

from cms.blocks.loading import unknown_blocks
from cms.blocks.pictures import without_file
from cms.core.editorial import findings
from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts, block_facts
from cms.core.editorial.link_targets import page_links
from cms.core.findings import Finding, Level, stops
from cms.models import SupportLine, Tick
from series.models.care import identity_of


class PublishStopped(ValidationError):  # noqa: N818 - failures are named by what happened
    """A page that may not be published as it is; `findings` say why."""

    def __init__(self, found: tuple[Finding, ...], *, title: str) -> None:
        self.findings = found
        reasons = " ".join(map(reason, found))
        super().__init__(f"“{title}” cannot be published yet. {reasons}")


def refuse_unready(article) -> None:
    """Raises PublishStopped when a stop check has something to say, or a question that nobody has mended or ticked."""
    found = in_the_way(article, findings_of(article))
    if found:
        raise PublishStopped(found, title=article.title)


def in_the_way(article, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that keep the article from being published: stops, and questions without a tick."""
    found = tuple(found)
    return (*stops(found), *Tick.objects.open_of(article, found))


def reason(finding: Finding) -> str:
    """A finding in the way, in words; a question may be ticked instead of mended."""
    words = f"{finding.words} {finding.mend}".strip()
    if finding.level is not Level.ASK:
        return words
    return f"{words} Or save the draft and tick the question in the preflight panel."


def findings_of(article) -> tuple[Finding, ...]:
    """What every check says of the article as it stands in memory, with today's data of its site."""
    return findings(facts_of(article), site=site_facts(article))


def facts_of(article) -> ArticleFacts:
    blocks = tuple(block_facts(stored) for stored in article.body.get_prep_value())
    return ArticleFacts(
        blocks=blocks,
        cover=article.cover_id,
        missing_pictures=missing_pictures(blocks, cover=article.cover_id),
        missing_pages=missing_pages(blocks),
        unknown_blocks=unknown_words(article),
        content_notes=tuple(article.content_notes),
        shows_support=article.support != article.Support.OFF,
        shows_disclaimer=article.show_disclaimer,
    )


def unknown_words(article) -> tuple[str, ...]:
    """What is stored of the article's text and no block can show; Wagtail leaves it out of `article.body`."""
    if article.latest_revision_id:
        stored = article.latest_revision.content.get("body")
    else:
        kept = type(article).objects.filter(pk=article.pk)
        stored = kept.values_list(Cast("body", TextField()), flat=True).first()
    return tuple(map(str, unknown_blocks(json.loads(stored or "[]"), block=article.body.stream_block)))


def missing_pictures(blocks: Iterable[BlockFacts], *, cover: int | None) -> frozenset[int]:
    """The pictures of these blocks, and the cover, whose file cannot be found today."""
    shown = {pk for block in blocks for _field, pk in block.pictures} | ({cover} if cover else set())
    return without_file(shown)


def missing_pages(blocks: Iterable[BlockFacts]) -> frozenset[int]:
    """The pages that these blocks link to and that are not there any more."""
    linked = {page for block in blocks for page, _label in page_links(block.value)}
    return frozenset(linked - set(Page.objects.filter(pk__in=linked).values_list("pk", flat=True)))


def site_facts(page) -> SiteFacts:
    identity = identity_of(page)
    lines = SupportLine.objects.for_countries(identity.country_codes).values_list("country", flat=True)
    return SiteFacts(
        countries=frozenset(identity.country_codes),
        countries_with_lines=frozenset(lines),
        health_profile=identity.health_profile,
    )
