"""The editorial checks: one question of an article a file, and one function that asks them all."""

from cms.core.editorial import (
    action_target,
    disclaimer_off,
    heading_order,
    image_alt,
    image_file,
    image_words,
    known_blocks,
    link_targets,
    link_words,
    lists_filled,
    quote_source,
    signs_note,
    support_missing,
    text_size,
    video_address,
    video_words,
    vignette_basis,
    words_there,
)
from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, worst_first

CHECKS = (
    known_blocks.check,
    words_there.check,
    vignette_basis.check,
    lists_filled.check,
    action_target.check,
    text_size.check,
    video_address.check,
    image_words.check,
    image_file.check,
    support_missing.check,
    disclaimer_off.check,
    signs_note.check,
    quote_source.check,
    link_targets.check,
    link_words.check,
    heading_order.check,
    video_words.check,
    image_alt.check,
)


def findings(article: ArticleFacts, *, site: SiteFacts) -> tuple[Finding, ...]:
    """Everything that the checks see, worst first; the same for the panel and for every way to publish."""
    return worst_first(finding for check in CHECKS for finding in check(article, site))
