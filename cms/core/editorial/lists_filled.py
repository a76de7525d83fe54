"""Related articles and resources that are announced are there."""

from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("related"):
        if not any(block.value.get("articles") or ()) and (block.value.get("auto") or "none") == "none":
            yield _empty(
                block,
                "L1",
                "No related article is chosen here.",
                "articles",
                "Choose one, or let it fill up by itself.",
            )
    for block in article.of_type("resources"):
        if not any(_says_something(entry) for entry in block.value.get("items") or ()):
            yield _empty(block, "L2", "There is no resource in this list.", "items", "Add one, or take the block out.")


def _says_something(entry: Mapping[str, Any]) -> bool:
    return any(entry.get(name) for name in ("citation", "title", "url"))


def _empty(block: BlockFacts, code: str, words: str, field: str, mend: str) -> Finding:
    return Finding(check=code, level=Level.STOP, words=words, mend=mend, block_id=block.id, field=field)
