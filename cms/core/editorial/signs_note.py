"""A list of signs says that it is not a diagnosis."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level
from cms.core.html import text_of

_SAID = re.compile(r"\b(?:not|no|never|isn.t|aren.t)\b[^.!?]{0,60}\bdiagnos", re.IGNORECASE)


def check(article: ArticleFacts, site: SiteFacts) -> Iterator[Finding]:
    lists = [block for block in article.of_type("list") if block.value.get("purpose") == "signs"]
    # A site near health prints the line under each list by itself.
    if not lists or site.health_profile or any(_SAID.search(_words(block)) for block in article.blocks):
        return
    yield Finding(
        check="S3",
        level=Level.ASK,
        words="This list of signs does not say that it is not a diagnosis.",
        mend="Add a line or a note that says so.",
        block_id=lists[0].id,
        field="items",
        passage=_all_words(lists[0].value.get("items")),
    )


def _words(block: BlockFacts) -> str:
    return " ".join(text for text in (block.value.get("body"), block.value.get("intro")) if isinstance(text, str))


def _all_words(value: Any) -> str:
    if isinstance(value, str):
        return text_of(value)
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return " ".join(filter(None, (_all_words(part) for part in parts)))
