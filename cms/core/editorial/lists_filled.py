"""What is announced as several things holds at least one."""

from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts
from cms.core.findings import Finding, Level
from cms.core.html import text_of

NOTHING = {
    "list": "There is nothing in this list.",
    "steps": "There is no step here.",
    "is_not": "There is no statement here.",
    "voices": "Nobody says anything here.",
    "cards": "There is no card here.",
    "resources": "There is no resource in this list.",
}
ENTRIES = {"voices": "turns"}  # every other block calls them items
# The fields by which an entry says something; a side, a cue or a year alone says nothing.
WORDS = ("citation", "title", "url", "body", "statement", "explanation", "line", "name", "voice", "note")


def check(article: ArticleFacts, _site: SiteFacts) -> Iterator[Finding]:
    for block in article.of_type("related"):
        if not any(block.value.get("articles") or ()) and (block.value.get("auto") or "none") == "none":
            words, mend = "No related article is chosen here.", "Choose one, or let it fill up by itself."
            yield _empty(block, "L1", words, "articles", mend)
    for block in article.of_type(*NOTHING):
        field = ENTRIES.get(block.type, "items")
        if not any(_says_something(entry) for entry in block.value.get(field) or ()):
            yield _empty(block, "L2", NOTHING[block.type], field, "Add one, or take the block out.")


def _says_something(entry: Mapping[str, Any] | str) -> bool:
    said = [entry] if isinstance(entry, str) else [entry.get(name) or "" for name in WORDS]
    return any(text_of(words).strip() for words in said)


def _empty(block: BlockFacts, code: str, words: str, field: str, mend: str) -> Finding:
    return Finding(check=code, level=Level.STOP, words=words, mend=mend, block_id=block.id, field=field)
