"""A told case says where it comes from, or it is not published."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("vignette"):
        if (block.value.get("basis") or "unset") == "unset":
            yield Finding(
                check="V1",
                level=Level.STOP,
                words="This story does not say where it comes from.",
                mend="Choose invented, composite, consented or public.",
                block_id=block.id,
                field="basis",
                passage=block.value.get("label") or "",
            )
