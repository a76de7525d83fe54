"""What every block can do: be shown to four kinds of reader, each by a file or method named after the block."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.text import slugify
from wagtail.blocks import RegexBlock
from wagtail.blocks.struct_block import BlockGroup

from cms.blocks.fields import Choice, Struct

SHOWN_IN = (("everywhere", "Everywhere"), ("web", "Only on the web"), ("email", "Only in letters"))
FACE_FILES = {"web": "web.html", "email": "email.mjml", "text": "text.txt"}
ENGINES = {"web": "django", "email": "django", "text": "text"}

Context = Mapping[str, Any]

_BLANK_LINES = re.compile(r"\n{3,}")


class FacedBlock(Struct):
    """A block of an article. A subclass gives `slug`, fields, Meta and the json face; templates do the rest."""

    slug = ""

    anchor = RegexBlock(
        regex=r"^[^\WA-Z]+(-[^\WA-Z]+)*$",  # in any script, as an anchor is made of a heading
        required=False,
        default="",
        help_text="The end of a link to this place, such as: first-step. Empty is fine.",
        error_messages={"invalid": "Use small letters, digits and single hyphens, such as: first-step."},
    )
    shown_in = Choice(
        choices=list(SHOWN_IN),
        default="everywhere",
        required=True,
        help_text="Where readers meet this block: on the web and in letters, or only in one of them.",
        search_index=False,
    )

    class Meta:
        joins = False  # its email face is one mj-text that may be shared with neighbours
        own_section = False  # its email face ends the run before it and starts none after it
        description = ""
        preview_template = "blocks/preview.html"

    def get_form_layout(self):
        """Its own fields first; anchor and shown_in in the collapsed settings."""
        settings_group = ["anchor", "shown_in"]
        return BlockGroup([name for name in self.child_blocks if name not in settings_group], settings=settings_group)

    def render(self, value, context=None):
        """The web face, or nothing where the author keeps the block to letters."""
        return super().render(value, context) if is_shown(value, "web") else ""

    def render_email(self, value, context: Context) -> str:
        """MJML column content without a byte of the author's: words are slots of `context["letter"]`."""
        return self._face("email", value, context)

    def render_text(self, value, context: Context) -> str:
        """Plain text of at most 72 columns, without blank lines around it."""
        lines = (line.rstrip() for line in self._face("text", value, context).splitlines())
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")

    def get_api_representation(self, value, context=None):
        """The json face: every field always there, rich text as {html, text}, addresses absolute."""
        raise NotImplementedError(f"{type(self).__name__} has no json face. Write get_api_representation.")

    def get_template(self, value=None, context=None):  # noqa: ARG002 - Wagtail's signature
        return face_file(self.slug, "web")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return {**context, **self.own_context(value, context)}

    def own_context(self, value, context: Context) -> dict[str, Any]:
        """What this block adds to `context`, the same for each of its templates."""
        anchor = context.get("block_anchor") or self.anchor_of(value)
        # Items inside a block can be linked to even where the block itself has no anchor.
        local = anchor or f"b-{context.get('block_id') or self.slug}"[:10]
        own = {"value": value, "self": value, "block_anchor": anchor, "local_anchor": local}
        return {**own, **self.face_context(value, context)}

    def face_context(self, value, context: Context) -> dict[str, Any]:  # noqa: ARG002 - for blocks that need them
        """What the three templates need beside `value`; a place for choices that have a name."""
        return {}

    def anchor_of(self, value) -> str:
        """The end of a link to this block, before duplicates are told apart."""
        return value.get("anchor") or ""

    def places_in(self, value) -> int:  # noqa: ARG002 - for blocks whose items have links of their own
        """How many things inside can be linked to, each by its number."""
        return 0

    def get_searchable_content(self, value):
        return super().get_searchable_content(value) if is_shown(value, "web") else []

    def _face(self, face: str, value, context: Context) -> str:
        template = engines[ENGINES[face]].get_template(face_file(self.slug, face))
        rendered = template.render({**context, **self.own_context(value, context)})
        return rendered if face == "text" else "\n".join(filter(None, map(str.strip, rendered.splitlines())))


def face_file(slug: str, face: str) -> str:
    """Where a face's template lies, seen from the template folder."""
    return f"blocks/{slug}/{FACE_FILES[face]}"


def is_shown(value: Mapping[str, Any], where: str) -> bool:
    """Whether an author lets the block appear there: `web` (and json) or `email` (and text)."""
    return (value.get("shown_in") or "everywhere") in {"everywhere", where}


def base_of(context: Context | None) -> str:
    """The public address that relative addresses start from: the letter's, the page's or the site's."""
    found = context or {}
    letter = found.get("letter")
    return letter.base_url if letter else found.get("base_url") or settings.WAGTAILAPI_BASE_URL


def slug_of(words: str) -> str:
    """An anchor made of words; scripts that have no ASCII form keep their letters."""
    return slugify(words) or slugify(words, allow_unicode=True)


def vouch(markup: str) -> str:
    """Our own markup, made of theme values and slot tokens only."""
    return SafeString(markup)  # as mark_safe, without its question whether the words are lazy


def or_null(words: str | None) -> str | None:
    """Words, or None where there are none: typed clients want one kind of nothing."""
    return words or None
