"""A picture is there, and is described or marked as decorative."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("image"):
        picture = block.value.get("image") or {}
        if not picture.get("image"):
            yield _stop(block, "No picture is chosen here.", "Choose one, or take the block out.")
        elif not picture.get("decorative") and not (picture.get("alt_text") or "").strip():
            yield _stop(
                block,
                "This picture has no words for those who cannot see it.",
                "Say what it shows, or mark it as decorative.",
            )


def _stop(block: BlockFacts, words: str, mend: str) -> Finding:
    return Finding(check="I1", level=Level.STOP, words=words, mend=mend, block_id=block.id, field="image")
