"""An article that readers can open says something."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level
from cms.core.html import text_of

PLAIN = {"text": "body", "note": "body"}
"""The field in which these say what they say; a heading alone says nothing, and whatever else is empty is told so."""


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    if not any(map(_says_something, article.blocks)):
        yield Finding(
            check="E1",
            level=Level.STOP,
            words="There are no words here yet.",
            mend="Write something, or keep it as a draft.",
            field="body",
        )


def _says_something(block: BlockFacts) -> bool:
    if block.type in PLAIN:
        return bool(text_of(str(block.value.get(PLAIN[block.type]) or "")).strip())
    return block.type != "heading"
