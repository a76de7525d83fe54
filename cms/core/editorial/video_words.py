"""Those who cannot play a video find its words."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("video"):
        if not (block.value.get("transcript") or block.value.get("summary")):
            yield Finding(
                check="V3",
                level=Level.ASK,
                words="This video has neither transcript nor summary.",
                mend="Write what is said in it, in a few sentences.",
                block_id=block.id,
                field="summary",
                passage=block.value.get("title") or "",
            )
