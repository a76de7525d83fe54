"""A button leads somewhere and has words on it."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level

PLACES = ("page", "url", "mail", "phone", "form")


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("action"):
        chosen = block.value.get("target") or {}
        label = block.value.get("label") or block.value.get("title") or ""
        if not any(chosen.get(place) for place in PLACES):
            yield _stop(
                block, f"The button “{label}” leads nowhere." if label else "This button leads nowhere.", "target"
            )
        if not label:
            yield _stop(block, "This button has no words on it.", "label")


def _stop(block: BlockFacts, words: str, field: str) -> Finding:
    mend = "Choose where it leads, or take it out." if field == "target" else "Write what happens when one presses it."
    return Finding(check="A1", level=Level.STOP, words=words, mend=mend, block_id=block.id, field=field)
