"""Every picture has a file: readers of a page would see a broken frame, and a letter would be held."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.blocks:
        yield from (_gone(field, block.id) for field, pk in block.pictures if pk in article.missing_pictures)
    if article.cover in article.missing_pictures:
        yield _gone("cover")


def _gone(field: str, block_id: str = "") -> Finding:
    return Finding(
        check="I2",
        level=Level.STOP,
        words="The file of this picture is gone." if block_id else "The file of the cover is gone.",
        mend="Upload it again, or take the picture out.",
        block_id=block_id,
        field=field,
    )
