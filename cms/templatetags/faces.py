"""What face templates write with. Every tag finds the letter and the block's id in the context.

In an email face a value goes through a slot tag, never into the skeleton: the compiler spoils what it sees.
"""

from django import template
from django.utils.html import format_html

from cms.blocks.faces import base_of, vouch
from cms.core import plain_text
from cms.core.slots import Kind
from cms.rich_text.email import rich_email as styled_html
from cms.rich_text.letter_style import style as letter_style
from cms.rich_text.targets import Target
from cms.rich_text.text import rich_text as wrapped_html
from cms.rich_text.web import rich_web as clean_html

register = template.Library()


def _slot(context, value, kind: Kind) -> str:
    token = context["letter"].slots.hand_out(str(value or ""), kind=kind, block_id=context.get("block_id", ""))
    return vouch(token)


@register.simple_tag(takes_context=True)
def slot(context, value):
    """Words, escaped."""
    return _slot(context, value, Kind.TEXT)


@register.simple_tag(takes_context=True)
def slot_lines(context, value):
    """Words, escaped, with their line breaks."""
    html = format_html("{}", value or "").replace("\r\n", "\n").replace("\n", "<br>")
    return _slot(context, html, Kind.HTML)


@register.simple_tag(takes_context=True)
def slot_attr(context, value):
    """The value of an attribute."""
    return _slot(context, value, Kind.ATTR)


@register.simple_tag(takes_context=True)
def slot_url(context, value):
    """An address of ours, such as a picture's; a link is slot_link's."""
    return _slot(context, value, Kind.URL)


@register.simple_tag(takes_context=True)
def slot_link(context, target: Target, label):
    """The address of a link, which enters the letter's link table; empty where readers may not go."""
    if not target.href and target.reachable:
        return ""
    context["letter"].links.add(
        target.href,
        label=label,
        kind=target.kind,
        block_id=context.get("block_id", ""),
        page_id=target.page_id,
        reachable=target.reachable,
    )
    return _slot(context, target.href, Kind.URL) if target.href else ""


@register.simple_tag(takes_context=True)
def style(context, name, instead=""):
    """The inline style that the theme gives to a kind of element, with the declarations of `instead` in its place."""
    return vouch(letter_style(context["letter"], name, instead))


@register.simple_tag(takes_context=True)
def headed(context, words, level=2):
    """A heading of a letter, and one step below an article's title where that stands under a headline itself."""
    tag = f"h{_level(context, level)}"
    return vouch(f'<{tag} style="{style(context, tag)}">{slot(context, words)}</{tag}>')


@register.simple_tag(takes_context=True)
def headed_text(context, words, level=2):
    """The same in plain text: underlined, or a line of its own."""
    return underlined(words) if _level(context, level) == 2 else wrapped(words)


def _level(context, level) -> int:
    """`heading_level` is that of the article's title; letters know three."""
    return min(max(int(level), context.get("heading_level", 1) + 1), 3)


@register.simple_tag
def count(number):
    """A number of ours, such as a width; anything else raises ValueError."""
    return int(number)


@register.simple_block_tag(takes_context=True)
def tinted(context, content, name):
    """A tinted box: `note`, `is` or `not`. A table, because Word-engine Outlook gives no other element padding."""
    # The last paragraph inside brings its own space below.
    ground = vouch(letter_style(context["letter"], f"tint_{name}", "padding:16px 20px 4px;margin:0px"))
    return format_html(
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="border-collapse:separate;margin:0px 0px 20px"><tbody><tr>'
        '<td class="tint-{}" style="{}">{}</td></tr></tbody></table>',
        name,
        ground,
        content,
    )


@register.simple_tag(takes_context=True)
def rich_email(context, value, level="rich", *, inline=False, role="p"):
    """Rich text as one slot, links in the table, styles inline; `role` is the style of its paragraphs."""
    block_id = context.get("block_id", "")
    html = styled_html(value, level=level, letter=context["letter"], block_id=block_id, inline=inline, role=role)
    return _slot(context, html, Kind.HTML)


@register.simple_tag(takes_context=True)
def rich_web(context, value, level="rich", *, inline=False):
    """Rich text for the site."""
    return clean_html(value, level=level, base=base_of(context), inline=inline)


@register.simple_tag(takes_context=True)
def rich_text(context, value, level="rich", first="", rest=""):
    """Rich text in 72 columns, its links noted at the foot of the letter."""
    return wrapped_html(value, level=level, letter=context["letter"], first=first, rest=rest)


@register.simple_tag(takes_context=True)
def listed(context, value, number):
    """Rich text as an item with its number."""
    mark = f"{number}. "
    return rich_text(context, value, first=mark, rest=" " * len(mark))


@register.simple_tag
def titled(value, number):
    """Words as an item with its number."""
    mark = f"{number}. "
    return plain_text.wrap(str(value or ""), first=mark, rest=" " * len(mark))


@register.simple_tag
def spoken(cue, line):
    """Who speaks, and the line in quotation marks."""
    return plain_text.wrap(f"{cue}: {line}", rest="  ")


@register.simple_tag
def wrapped(value, first="", rest=""):
    """Words in 72 columns; `first` opens the first line, `rest` the others."""
    return plain_text.wrap(str(value or ""), first=first, rest=rest)


@register.simple_tag
def pointed(label, url):
    """A link on a line of its own: what it is, and where it leads."""
    return plain_text.wrap(f"{label}: {url}")


@register.simple_tag
def underlined(value, mark="-", read=""):
    """A heading of the plain text; `read` is what most will read in its place, where it holds merge fields."""
    return plain_text.underline(str(value), mark, read=str(read))
