"""A link to a page of the site leads to a page that is there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.editorial.article import ArticleFacts, SiteFacts
from cms.core.findings import Finding, Level

_PAGE_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*\bid="(\d+)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.blocks:
        for page, label in page_links(block.value):
            if page in article.missing_pages:
                yield Finding(
                    check="L4",
                    level=Level.ASK,
                    words=f"The link “{label[:60]}” leads to a page that is not there any more.",
                    mend="Choose another page, or take the link out.",
                    block_id=block.id,
                    passage=label,
                )


def page_links(value: Any) -> Iterator[tuple[int, str]]:
    """(page id, words) of every link to a page in a block's value: in rich text, and behind a button."""
    if isinstance(value, str):
        yield from ((int(page), _TAG.sub("", label).strip()) for page, label in _PAGE_LINK.findall(value))
    elif isinstance(value, Mapping):
        target = value.get("target")
        if isinstance(target, Mapping) and target.get("page"):
            yield target["page"], str(value.get("label") or "")
        for part in value.values():
            yield from page_links(part)
    elif isinstance(value, list):
        for part in value:
            yield from page_links(part)
