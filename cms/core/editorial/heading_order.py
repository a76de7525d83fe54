"""Headings go down one level at a time."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    above = 1
    for block in article.of_type("heading"):
        level = int(block.value.get("level") or 2)
        if level > above + 1:
            yield Finding(
                check="H1",
                level=Level.ASK,
                words="This heading of level 3 stands under none of level 2.",
                mend="Make it level 2, or add one above.",
                block_id=block.id,
                field="level",
                passage=block.value.get("text") or "",
            )
        above = level
