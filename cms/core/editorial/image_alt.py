"""The words of a picture describe it: no file name, no essay, no "image of"."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level
from cms.core.picture_words import fault_of


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("image"):
        picture = block.value.get("image") or {}
        alt = "" if picture.get("decorative") else (picture.get("alt_text") or "").strip()
        if fault := fault_of(alt):
            words, mend = fault
            yield Finding(
                check="I3", level=Level.HINT, words=words, mend=mend, block_id=block.id, field="image", passage=alt
            )
