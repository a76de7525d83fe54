"""Words of others carry their source, and somebody looked it up."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("quote"):
        value = block.value
        passage = (value.get("text") or "")[:80]
        if not (value.get("work") or value.get("url")):
            yield _ask(
                block,
                passage,
                "It is not said where these words stand.",
                "Add the work and year, or an address.",
                "work",
            )
        elif (value.get("checked") or "unchecked") == "unchecked":
            yield _ask(
                block,
                passage,
                "Nobody has looked these words up yet.",
                "Look them up, then mark them as verified.",
                "checked",
            )


def _ask(block: BlockFacts, passage: str, words: str, mend: str, field: str) -> Finding:
    return Finding(check="Q1", level=Level.ASK, words=words, mend=mend, block_id=block.id, field=field, passage=passage)
