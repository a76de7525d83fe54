"""From runs of blocks to a compiled letter: shell, skeleton, compile, check, fill."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from django.template import Context, engines

from cms.blocks.faces import vouch
from cms.core.letter import LetterContext
from cms.core.mjml import CompileFailed, blame, compile_mjml
from cms.core.skeleton import Run, sections
from cms.core.slots import check_tokens, fill
from cms.shell import Shell

COMPILER = f"mjml-python {version('mjml-python')}"  # asked once: the answer is read from a file

_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, kw_only=True)
class LetterFaces:
    """The templates around a letter's content; each may extend the default shell."""

    email: str = "theme/letter.mjml"
    text: str = "theme/letter.txt"


SHELL = LetterFaces()


@dataclass(frozen=True)
class CompiledParts:
    """A letter ready to be frozen; merge fields still stand in `html` and `text`."""

    html: str
    text: str
    skeleton: str
    slot_blocks: Mapping[str, str] = field(default_factory=dict)  # token -> block id


def compile_letter(  # noqa: PLR0913 - one keyword for each thing a letter is made of
    *,
    shell: Shell,
    runs: Iterable[Run],
    text: str,
    letter: LetterContext,
    faces: LetterFaces = SHELL,
    extra: Mapping[str, Any] | None = None,
) -> CompiledParts:
    """HTML and text of one letter from its runs and the text of its blocks, made with the same `letter`.

    Raises CompileFailed with the block's id, and SlotMismatch when a slot got lost.
    """
    content = tuple(runs)
    context = {"shell": shell, "letter": letter, "theme": letter.theme, **(extra or {})}
    skeleton = render_skeleton(content, context=context, template=faces.email)
    slots = letter.slots.slots
    check_tokens(skeleton, slots)
    compiled = _compile(skeleton, content, letter)
    check_tokens(compiled, slots)
    return CompiledParts(
        html=fill(compiled, slots),
        text=render_plain(text, context=context, template=faces.text),
        skeleton=skeleton,
        slot_blocks={slot.token: slot.block_id for slot in slots if slot.block_id},
    )


def render_skeleton(runs: Iterable[Run], *, context: Mapping[str, Any], template: str = SHELL.email) -> str:
    """The shell's MJML around the runs, with tokens for every word."""
    letter = context["letter"]
    given = {**context, "sections": vouch(sections(runs)), "start": "right" if letter.dir == "rtl" else "left"}
    # Sizes go into CSS, which knows no decimal comma, whatever language is active.
    return engines["django"].get_template(template).template.render(Context(given, use_l10n=False))


def render_plain(text: str, *, context: Mapping[str, Any], template: str = SHELL.text) -> str:
    """The shell's text around the blocks' text, with the noted links; ends with one line break."""
    given = {**context, "body": text, "links": context["letter"].notes.lines()}
    rendered = engines["text"].get_template(template).render(given)
    lines = "\n".join(line.rstrip() for line in rendered.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip("\n") + "\n"


def render_face(template: str, context: Mapping[str, Any]) -> str:
    """A small face that no block makes, without blank lines around it; in MJML without any."""
    is_text = template.endswith(".txt")
    rendered = engines["text" if is_text else "django"].get_template(template).render(dict(context))
    lines = [line.rstrip() for line in rendered.splitlines()]
    return "\n".join(lines).strip("\n") if is_text else "\n".join(filter(None, lines))


def _compile(skeleton: str, runs: tuple[Run, ...], letter: LetterContext) -> str:
    try:
        return compile_mjml(skeleton)
    except CompileFailed as failure:
        raise blame(failure, runs=runs, slots=letter.slots.slots) from failure
