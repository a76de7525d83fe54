"""What is stored and no block of this site can show is told before anybody saves over it."""

from collections.abc import Iterator

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level

MEND = "Tell the people who run this site: saving the text as it is here would lose it."


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for unknown in article.unknown_blocks:
        yield Finding(check="E2", level=Level.STOP, words=unknown, mend=MEND, field="body")
