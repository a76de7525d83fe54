"""From content to bytes: shell, slots and plain text, with the newsletter's own look."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from django.template import engines

from cms.blocks.action import ActionBlock
from cms.blocks.note import NoteBlock
from cms.blocks.pictures import letter_picture
from cms.blocks.text import TextBlock
from cms.core.letter import LetterContext
from cms.core.skeleton import Run, merge_runs
from cms.letter import compile_letter
from cms.rich_text import targets
from cms.shell import Logo, Shell, SupportEntry, WayOut, support_entries
from cms.theme import site_theme
from newsletter.core.content import Compilation, CompiledLetter, ContentItem, IssueContent, ItemKind, Shown
from newsletter.core.merge_fields import at_fallback
from newsletter.core.wire import transfer_encoding
from newsletter.models import Newsletter
from series.faces import article_runs, article_text
from series.models import ArticlePage, care

RULE = Run(('<mj-divider mj-class="rule" css-class="rule" />',))
RULE_TEXT = "----------------------------------------"
LONG_TEXT = 6_000  # letters; about four minutes, from which "Read it on the web" stands at the top as well
LOGO_PX = 160
COMPILER = f"mjml-python {version('mjml-python')}"  # asked once: the answer is read from a file

WAYS_OUT = (
    WayOut("Unsubscribe", "[[unsubscribe_url]]"),
    WayOut("Pause, or change what you get", "[[preferences_url]]"),
    WayOut("Read it on the web", "[[view_url]]"),
)
WHY = "You get this because you asked for {newsletter} at [[address_hint]] and confirmed it."

_BLOCKS = {ItemKind.GREETING: TextBlock(), ItemKind.NOTE: NoteBlock(), ItemKind.ACTION: ActionBlock()}


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
    runs, body = _runs(content, letter), _text(content, letter)
    shell = _shell(content, newsletter=newsletter, base_url=base_url, is_long=len(body) > LONG_TEXT)
    compiled = compile_letter(shell=shell, runs=runs, text=body, letter=letter)
    compiled_letter = CompiledLetter(
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
    return Compilation(letter=compiled_letter, slots=letter.slots.slots)


def _runs(content: IssueContent, letter: LetterContext) -> tuple[Run, ...]:
    """The headline where there is one, then the items with a thin rule between."""
    groups = [_headline(content, letter)] if content.has_headline else []
    for number, item in enumerate(content.items):
        groups += [(RULE,)] if number else []
        groups.append(_item_runs(item, content=content, letter=letter))
    return merge_runs(*groups)


def _text(content: IssueContent, letter: LetterContext) -> str:
    headline = _face("headline/text.txt", {"headline": at_fallback(content.subject), "letter": letter})
    texts = [_item_text(item, content=content, letter=letter) for item in content.items]
    body = f"\n\n{RULE_TEXT}\n\n".join(filter(None, texts))
    return f"{headline}\n\n{body}" if content.has_headline else body


def _headline(content: IssueContent, letter: LetterContext) -> tuple[Run, ...]:
    return (Run((_face("headline/email.mjml", {"headline": at_fallback(content.subject), "letter": letter}),)),)


def _item_runs(item: ContentItem, *, content: IssueContent, letter: LetterContext) -> tuple[Run, ...]:
    if not item.page_id:
        block = _BLOCKS[item.kind]
        face = block.render_email(block.to_python(_block_value(item)), {"letter": letter, "block_id": item.block_id})
        return (Run((face,)),) if face else ()
    runs = article_runs(_article(item), **_shown(item, content=content, letter=letter))
    ending = _face("part_end/email.mjml", _part_end(item, content=content, letter=letter))
    return merge_runs(runs, (Run((ending,)),) if ending else ())


def _item_text(item: ContentItem, *, content: IssueContent, letter: LetterContext) -> str:
    if not item.page_id:
        block = _BLOCKS[item.kind]
        return block.render_text(block.to_python(_block_value(item)), {"letter": letter, "block_id": item.block_id})
    text = article_text(_article(item), **_shown(item, content=content, letter=letter))
    return "\n\n".join(
        filter(None, [text, _face("part_end/text.txt", _part_end(item, content=content, letter=letter))])
    )


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


def _shown(item: ContentItem, *, content: IssueContent, letter: LetterContext) -> dict[str, Any]:
    return {
        "letter": letter,
        "shown": item.shown.value,
        "place": item.place,
        "heading_level": 2 if content.has_headline else 1,
    }


def _part_end(item: ContentItem, *, content: IssueContent, letter: LetterContext) -> dict[str, Any]:
    """What stands beside the part: no link to a side that is in the same letter, and the series only once."""
    place = item.place
    named: tuple[tuple[str, str], ...] = ()
    if place:
        uuids = {other.part_uuid for other in content.articles}
        of_series = [other for other in content.articles if other.place and other.place.series_url == place.series_url]
        named = (
            (f"Before this: “{place.previous}”", place.previous_url),
            (f"The other side: “{place.counterpart}”", place.counterpart_url * (place.counterpart_uuid not in uuids)),
            (f"All of “{place.series}”", place.series_url * (item is of_series[-1])),
        )
    links = [(label, targets.web(url, base=letter.base_url)) for label, url in named if url]
    return {"letter": letter, "block_id": item.block_id, "place": place, "links": links}


def _shell(content: IssueContent, *, newsletter: Newsletter, base_url: str, is_long: bool) -> Shell:
    texts = [_article(item) for item in content.articles if item.shown is not Shown.TEASER]
    return Shell(
        support=_support(texts, base=f"{base_url}/"),
        disclaimer=next(filter(None, map(_disclaimer, texts)), ""),
        subject=at_fallback(content.subject),
        name=newsletter.name,
        preview_text=content.preview_text,
        logo=_logo(newsletter, base_url=base_url),
        web_url="[[view_url]]",
        web_first=is_long,
        why=WHY.format(newsletter=newsletter.name),
        ways_out=WAYS_OUT,
        address=f"{newsletter.from_name}\n{newsletter.postal_address}",
    )


def _support(texts: list[ArticlePage], *, base: str) -> tuple[SupportEntry, ...]:
    """The support lines that any of the texts asks for, each once."""
    asked = (
        care.support_lines(text.content_notes, support=text.support, identity=care.identity_of(text)) for text in texts
    )
    lines = {line.pk: line for found in asked for line in found}
    return support_entries(lines.values(), base=base)


def _disclaimer(text: ArticlePage) -> str:
    return care.disclaimer(care.identity_of(text), is_shown=text.show_disclaimer)


def _logo(newsletter: Newsletter, *, base_url: str) -> Logo | None:
    if not newsletter.logo:
        return None
    picture = letter_picture(newsletter.logo, base=f"{base_url}/")
    return Logo(url=picture.url, width=min(LOGO_PX, picture.width))


def _face(name: str, context: Mapping[str, Any]) -> str:
    """A small face of our own, from templates/newsletter/items."""
    engine = "text" if name.endswith(".txt") else "django"
    rendered = engines[engine].get_template(f"newsletter/items/{name}").render(dict(context))
    return rendered.strip() if engine == "django" else rendered.strip("\n")
