"""System checks: what an author would only meet at run time is told at start, and what leaves a door open."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.checks import Error, Warning as Warned, register
from django.template import Template, TemplateDoesNotExist, engines

from cms.blocks.body import BLOCKS
from cms.blocks.faces import ENGINES, FACE_FILES, FacedBlock, face_file
from cms.core import mjml_rules
from cms.second_factor import is_demanded

MJML_TAGS = frozenset({"mj-text", "mj-image", "mj-button", "mj-divider", "mj-spacer"})
RULES = (
    ("a bare value {{ ... }}; write it through a slot tag", re.compile(r"\{\{(?!\s*url\s*\}\})")),
    ("a color; name an mj-class or a style of the theme", re.compile(r"#[0-9a-fA-F]{3,8}\b|\bcolor[=:]|rgba?\(")),
    ("a font; name an mj-class or a style of the theme", re.compile(r"font-(?:family|size)\s*[=:]|\bfont:")),
    ("a zero without a unit", re.compile(r'(?:padding|margin|width|height)[a-z-]*[=:]"?(?:[^";>]*\s)?0(?=[\s";])')),
    ("a picture without alt", re.compile(r"<(?:mj-image|img)\b(?![^>]*\balt=)")),
)
_TAG = re.compile(r"</?([a-z][a-z0-9-]*)")
_CHARACTER_REFERENCE = re.compile(r"&#\d+;")


@register("blocks")
def check_faces(app_configs=None, **kwargs) -> list[Error]:  # noqa: ARG001 - Django's signature
    """Every block of BodyBlock has its faces, one name, and an email face that keeps the rules."""
    return [problem for key, block in BLOCKS for problem in problems_of(key, block)]


@register("security", deploy=True)
def check_second_factor(app_configs=None, **kwargs) -> list[Warned]:  # noqa: ARG001 - Django's signature
    """Where real readers are, a password alone must not be enough to take them along or erase them."""
    if is_demanded():
        return []
    return [
        Warned(
            "Readers can be exported and erased with a password alone.",
            hint="Take PARTWISE_SECOND_FACTOR=off out of the environment.",
            id="cms.W004",
        )
    ]


def problems_of(key: str, block: type[FacedBlock]) -> Iterator[Error]:
    yield from _names(key, block)
    for face in FACE_FILES:
        source = _source(block.slug, face)
        if source is None:
            yield _missing(block, face)
        elif face == "email":
            yield from (_broken(block, rule) for rule in broken_rules(source))


def broken_rules(source: str) -> list[str]:
    """Which rules of email faces a template's source breaks, in words."""
    foreign = {tag for tag in _TAG.findall(source) if tag not in MJML_TAGS | mjml_rules.HTML_TAGS}
    words = [f"<{tag}>; faces are column content" for tag in sorted(foreign)]
    bare = _CHARACTER_REFERENCE.sub("", source)
    return words + [rule for rule, pattern in RULES if pattern.search(bare)]


def _names(key: str, block: type[FacedBlock]) -> Iterator[Error]:
    file = block.__module__.rpartition(".")[2]
    if not key == block.slug == file:
        yield Error(
            f"{block.__name__} has three names: “{key}” in body.py, slug “{block.slug}”, file {file}.py.",
            hint="Give all three the same name.",
            obj=block,
            id="cms.E002",
        )


def _missing(block: type[FacedBlock], face: str) -> Error:
    where = PurePosixPath("templates") / face_file(block.slug, face)
    return Error(f"{block.__name__} has no {face} face.", hint=f"Add {where}.", obj=block, id="cms.E001")


def _broken(block: type[FacedBlock], rule: str) -> Error:
    where = PurePosixPath("templates") / face_file(block.slug, "email")
    return Error(
        f"The email face of {block.__name__} holds {rule}.",
        hint=f"Mend {where}; docs/howto/add-a-block.md names the tags to use.",
        obj=block,
        id="cms.E003",
    )


def _source(slug: str, face: str) -> str | None:
    try:
        template: Template = engines[ENGINES[face]].get_template(face_file(slug, face)).template
    except TemplateDoesNotExist:
        return None
    return template.source
