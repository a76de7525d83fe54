"""What page templates draw and ask with."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from wagtail.models import Page, Site

from cms.blocks.faces import vouch
from cms.blocks.pictures import rendition
from cms.core import pattern
from cms.core.directions import direction_of
from cms.core.folding import Stretch, fold
from cms.core.theme import problems
from cms.readable import readable
from cms.theme import site_theme

register = template.Library()

# A script element ends at "</" whatever the quotes say; the same bytes mean the same JSON when written so.
IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def series_pattern(slug):
    """A cover drawn from the slug, in the site's colors."""
    return vouch(pattern.svg(str(slug)))


register.simple_tag(rendition)


@register.simple_tag(takes_context=True)
def menu(context):
    """The pages right below the front door that an author shows in menus, in their order."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return list(readable(Page.objects.child_of(site.root_page)).in_menu()) if site else []


@register.simple_tag
def folded(items, current) -> tuple[Stretch, ...]:
    """A list cut into open and folded stretches around the item with the number `current`."""
    return fold(tuple(items), current=current or 1)


@register.simple_tag
def own_colors(accent, accent_dark):
    """A newsletter's own link and button colors as a style element; nothing where they could not be read."""
    light, dark = accent or site_theme().light.accent, accent_dark or site_theme().dark.accent
    if problems(site_theme().with_overrides(accent=light, accent_dark=dark)):
        return ""
    return format_html(
        "<style>:root {{ --accent: {} }} @media (prefers-color-scheme: dark) {{ :root {{ --accent: {} }} }}</style>",
        light,
        dark,
    )


@register.filter
def direction(language):
    """`rtl` or `ltr` for a language code."""
    return direction_of(str(language))


@register.filter
def script_json(value: Any):
    """JSON for a script element: from JSON text or plain data, with no way out of the element."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return vouch(text.translate(IN_SCRIPT))
