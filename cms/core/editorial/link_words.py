"""The words of a link say where it leads."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level

_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
SAYS_NOTHING = frozenset({"click here", "here", "this", "this link", "link", "read more", "more"})


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.blocks:
        for label in _labels(block.value):
            if label.lower() in SAYS_NOTHING or label.startswith(("http://", "https://", "www.")):
                yield Finding(
                    check="L3",
                    level=Level.ASK,
                    words=f"The link “{label[:60]}” does not say where it leads.",
                    mend="Write the name of what is found there.",
                    block_id=block.id,
                    passage=label,
                )


def _labels(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (_TAG.sub("", found).strip() for found in _LINK.findall(value))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _labels(part)
    elif isinstance(value, list):
        for part in value:
            yield from _labels(part)
