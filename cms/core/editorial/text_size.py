"""Every text is small enough to be shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level
from cms.core.html import is_too_large


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.blocks:
        for field, value in block.value.items():
            if _holds_too_much(value):
                yield Finding(
                    check="T1",
                    level=Level.STOP,
                    words="A text of this block is larger than 1 MB, so no reader would see it.",
                    mend="Split it into several blocks.",
                    block_id=block.id,
                    field=field,
                )


def _holds_too_much(value: Any) -> bool:
    if isinstance(value, str):
        return is_too_large(value)
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return any(_holds_too_much(part) for part in parts)
