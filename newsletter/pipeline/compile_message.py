"""One of our own messages becomes a letter: its templates in the newsletter's look, in the reader's language."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.template import engines
from django.utils import translation

from cms.core.directions import direction_of
from cms.core.letter import LetterContext
from cms.core.skeleton import Run
from cms.letter import COMPILER, compile_letter
from cms.shell import Shell
from cms.theme import site_theme
from newsletter.core.content import CompiledLetter
from newsletter.core.messages import MessageName
from newsletter.core.wire import transfer_encoding
from newsletter.models import Newsletter
from newsletter.models.letter_shell import logo_of


def compile_message(name: MessageName, *, newsletter: Newsletter, language: str, base_url: str) -> CompiledLetter:
    """The message that all its recipients share, merge fields still in place; it has no boundary yet.

    `base_url` is the site's public address. Raises CompileFailed and SlotMismatch.
    """
    letter = LetterContext(
        theme=site_theme().with_overrides(**newsletter.look),
        base_url=f"{base_url}/",
        lang=language,
        dir=direction_of(language),
    )
    context = {"letter": letter, "newsletter": newsletter, "site": urlsplit(base_url).hostname}
    with translation.override(language):
        shell = _shell(_face(f"{name}/head.txt", context), newsletter=newsletter, base_url=base_url)
        run = Run((_face(f"{name}/email.mjml", context),))
        text = _face(f"{name}/text.txt", context)
        compiled = compile_letter(shell=shell, runs=[run], text=text, letter=letter)
    return CompiledLetter(
        subject=shell.subject,
        preview_text=shell.preview_text,
        html=compiled.html,
        text=compiled.text,
        language=language,
        direction=letter.dir,
        text_encoding=transfer_encoding(compiled.text),
        html_encoding=transfer_encoding(compiled.html),
        theme_sha256=letter.theme.sha256,
        compiler=COMPILER,
    )


def _shell(head: str, *, newsletter: Newsletter, base_url: str) -> Shell:
    """The frame; `head` is three lines: subject, preview text, and why this came."""
    subject, preview_text, why = head.splitlines()
    return Shell(
        subject=subject,
        name=newsletter.name,
        preview_text=preview_text,
        logo=logo_of(newsletter, base_url=base_url),
        why=why,
        address=f"{newsletter.from_name}\n{newsletter.postal_address}",
    )


def _face(path: str, context: Mapping[str, object]) -> str:
    engine = "text" if path.endswith(".txt") else "django"
    return engines[engine].get_template(f"newsletter/messages/{path}").render(dict(context)).strip()
