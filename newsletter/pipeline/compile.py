"""From content to bytes: shell, slots and plain text, with the newsletter's own look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cms.blocks.action import ActionBlock
from cms.blocks.note import NoteBlock
from cms.blocks.text import TextBlock
from cms.core.letter import LetterContext
from cms.core.skeleton import Run, merge_runs
from cms.languages import speaking
from cms.letter import COMPILER, CompiledParts, LetterFaces, compile_letter, render_face
from cms.theme import site_theme
from newsletter.core.content import Compilation, CompiledLetter, ContentItem, IssueContent, ItemKind, Shown
from newsletter.core.merge_fields import at_fallback
from newsletter.core.wire import transfer_encoding
from newsletter.models import Newsletter
from newsletter.models.letter_shell import shell_of
from series.faces import article_runs, article_text, ending_runs, ending_text
from series.models import ArticlePage

RULE = Run(('<mj-divider mj-class="rule" css-class="rule" />',))
RULE_TEXT = "----------------------------------------"
LONG_TEXT = 6_000  # letters; about four minutes, from which "Read it on the web" stands at the top as well

FACES = LetterFaces(email="newsletter/issue/email.mjml", text="newsletter/issue/text.txt")

_BLOCKS = {ItemKind.GREETING: TextBlock(), ItemKind.NOTE: NoteBlock(), ItemKind.ACTION: ActionBlock()}


@dataclass(frozen=True)
class Reading:
    """What one compile reads and writes: the content, its articles, each loaded once, and the letter's books."""

    content: IssueContent
    letter: LetterContext
    articles: Mapping[ContentItem, ArticlePage]

    @classmethod
    def of(cls, content: IssueContent, *, letter: LetterContext) -> "Reading":
        return cls(content, letter, {item: _article(item) for item in content.articles})

    @property
    def texts(self) -> list[ArticlePage]:
        """The articles of which readers see more than a teaser."""
        return [article for item, article in self.articles.items() if item.shown is not Shown.TEASER]


def compile_issue(content: IssueContent, *, newsletter: Newsletter, base_url: str) -> Compilation:
    """The letter that all readers share, merge fields still in place; the boundary is drawn at the freeze.

    `base_url` is the site's public address. Raises CompileFailed with the block's id, and SlotMismatch.
    """
    letter = LetterContext(
        theme=site_theme().with_overrides(**newsletter.look),
        base_url=f"{base_url}/",
        lang=content.language,
        dir=content.direction,
    )
    reading = Reading.of(content, letter=letter)
    with speaking(content.language):  # whoever compiles may read the admin in another one
        runs, body = _runs(reading), _text(reading)
        is_long = len(body) > LONG_TEXT
        shell = shell_of(content, texts=reading.texts, newsletter=newsletter, base_url=base_url, is_long=is_long)
        compiled = compile_letter(shell=shell, runs=runs, text=body, letter=letter, faces=FACES)
    return Compilation(letter=_compiled_letter(content, compiled=compiled, letter=letter), slots=letter.slots.slots)


def _compiled_letter(content: IssueContent, *, compiled: CompiledParts, letter: LetterContext) -> CompiledLetter:
    return CompiledLetter(
        subject=content.subject,
        preview_text=content.preview_text,
        html=compiled.html,
        text=compiled.text,
        links=letter.links.links,
        slot_blocks=compiled.slot_blocks,
        language=content.language,
        direction=content.direction,
        text_encoding=transfer_encoding(compiled.text),
        html_encoding=transfer_encoding(compiled.html),
        theme_sha256=letter.theme.sha256,
        source_revisions={item.page_id: item.revision_id for item in content.articles},
        compiler=COMPILER,
    )


def _runs(reading: Reading) -> tuple[Run, ...]:
    """The headline where there is one, then the items with a thin rule between."""
    groups = [(Run((_headline("email.mjml", reading),)),)] if reading.content.has_headline else []
    for number, item in enumerate(reading.content.items):
        groups += [(RULE,)] if number else []
        groups.append(_item_runs(item, reading=reading))
    return merge_runs(*groups)


def _text(reading: Reading) -> str:
    texts = [_item_text(item, reading=reading) for item in reading.content.items]
    body = f"\n\n{RULE_TEXT}\n\n".join(filter(None, texts))
    return f"{_headline('text.txt', reading)}\n\n{body}" if reading.content.has_headline else body


def _headline(file: str, reading: Reading) -> str:
    """The subject as the reader's own inbox shows it; its underline is as wide as most will read it."""
    subject = reading.content.subject
    read = at_fallback(subject, newsletter=reading.content.newsletter)
    words = {"headline": subject, "read": read, "letter": reading.letter}
    return render_face(f"newsletter/items/headline/{file}", words)


def _item_runs(item: ContentItem, *, reading: Reading) -> tuple[Run, ...]:
    if not item.page_id:
        block, context = _BLOCKS[item.kind], {"letter": reading.letter, "block_id": item.block_id}
        face = block.render_email(block.to_python(_block_value(item)), context)
        return (Run((face,)),) if face else ()
    runs = article_runs(reading.articles[item], **_shown(item, reading=reading))
    return merge_runs(runs, ending_runs(item.place, **_beside(item, reading=reading)))


def _item_text(item: ContentItem, *, reading: Reading) -> str:
    if not item.page_id:
        block, context = _BLOCKS[item.kind], {"letter": reading.letter, "block_id": item.block_id}
        return block.render_text(block.to_python(_block_value(item)), context)
    text = article_text(reading.articles[item], **_shown(item, reading=reading))
    ending = ending_text(item.place, **_beside(item, reading=reading))
    return "\n\n".join(filter(None, [text, ending]))


def _block_value(item: ContentItem) -> dict[str, Any]:
    """An item's words as the cms block that has its faces stores them."""
    if item.kind is not ItemKind.ACTION:
        return {"title": item.title, "body": item.body}
    value = int(item.target) if item.target_kind == "page" else item.target
    return {
        "title": item.title,
        "body": item.body,
        "label": item.label,
        "target": {item.target_kind: value} if item.target_kind else {},
    }


def _article(item: ContentItem) -> ArticlePage:
    """The article as readers of the site see it; one that is planned, as it was approved."""
    page = ArticlePage.objects.get(pk=item.page_id)
    return page if item.is_live else page.revisions.get(pk=item.revision_id).as_object()


def _shown(item: ContentItem, *, reading: Reading) -> dict[str, Any]:
    return {
        "letter": reading.letter,
        "shown": item.shown.value,
        "place": item.place,
        "heading_level": 2 if reading.content.has_headline else 1,
    }


def _beside(item: ContentItem, *, reading: Reading) -> dict[str, Any]:
    """No link to a side that is in the same letter, and to the series only once."""
    articles, place = reading.content.articles, item.place
    but = {other.part_uuid for other in articles}
    of_series = [other for other in articles if place and other.place and other.place.series_url == place.series_url]
    but |= {"series"} if of_series and item is not of_series[-1] else set()
    return {"letter": reading.letter, "block_id": item.block_id, "but": but}
