"""A video block leads to a video."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("video"):
        if not block.value.get("url"):
            yield Finding(
                check="V2",
                level=Level.STOP,
                words="This video has no address.",
                mend="Paste the address of its page or file, or take the block out.",
                block_id=block.id,
                field="url",
                passage=block.value.get("title") or "",
            )
