"""CPU time of one personalized message, beside Django's own mail classes with templates: `make bench-build`.

Both make the same letter for the same readers in one process: 60 KB of HTML, 8 KB of text, 34 links that each
carry the reader's own token. Needs no database. The last line is JSON.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

READERS, ROUNDS = 200, 15
DJANGO_READERS, DJANGO_ROUNDS = 40, 5
HTML_BYTES, TEXT_BYTES, LINKS = 60_000, 8_000, 34
LATIN = "A letter that comes slowly, und manchmal mit Grüßen. "
CYRILLIC = "Письмо, которое приходит медленно. "
NAMES = ("Ada", "Esra", "Chidi", "Zoë", "Søren", "O'Hara", "Иван", "نور", "Anne-Marie", "")


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One letter in the two dialects: our merge fields, and Django's template variables."""

    html: str
    text: str

    @property
    def templates(self) -> tuple[str, str]:
        return _as_template(self.html), _as_template(self.text)


def main() -> None:
    """Measure everything in one process, print a table and the line of JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings.test"
    django.setup()
    figures = _figures()
    print(f"Python {platform.python_version()}, Django {django.__version__}, CPU time, median of {ROUNDS} rounds")
    for name, value in figures.items():
        print(f"{name:18} {value}")
    print(json.dumps(figures))


def _figures() -> dict[str, float]:
    from newsletter.core.content import TransferEncoding

    latin, cyrillic = _letter(LATIN), _letter(CYRILLIC)
    quoted, sizes = _ours(latin, TransferEncoding.QP)
    based, based_sizes = _ours(cyrillic, TransferEncoding.BASE64)
    by_django, by_django_cyrillic = _django_us(latin), _django_us(cyrillic)
    return {
        "build_us": quoted,
        "django_us": by_django,
        "ratio": round(by_django / quoted, 1),
        "base64_build_us": based,
        "base64_django_us": by_django_cyrillic,
        "base64_ratio": round(by_django_cyrillic / based, 1),
        "html_bytes": len(latin.html.encode()),
        "message_bytes": sizes,
        "base64_message_bytes": based_sizes,
        "links": LINKS,
    }


def _letter(words: str) -> Sides:
    """Paragraphs with a link each; every link, the greeting and two titles differ from reader to reader."""
    size = len(words.encode())
    html = "\n".join(
        f'<p style="margin:0 0 16px;font-size:16px">{words * (1_560 // size)}'
        f'<a href="[[preferences_url]]" title="[[first_name|friend]]">Read part {number}</a></p>'
        for number in range(LINKS - 1)
    )
    head = '<h1>Dear [[first_name|friend]],</h1>\n<a href="[[unsubscribe_url]]">Leave</a>\n'
    filled = html + f"<p>{words * ((HTML_BYTES - len((head + html).encode())) // size)}</p>"
    text = "\n".join(f"{words * (140 // size)}\nRead part {n}: [[preferences_url]]" for n in range(LINKS - 1))
    more = f"\n{words}" * ((TEXT_BYTES - len(text.encode())) // (size + 1))
    return Sides(html=head + filled, text=f"Dear [[first_name|friend]],\n\n{text}{more}\n[[unsubscribe_url]]\n")


def _as_template(text: str) -> str:
    for field in ("unsubscribe_url", "preferences_url"):
        text = text.replace(f"[[{field}]]", f"{{{{ {field} }}}}")
    return text.replace("[[first_name|friend]]", '{{ first_name|default:"friend" }}')


def _readers(count: int) -> list:
    from newsletter.core.content import Recipient

    return [
        Recipient(
            delivery_id=f"{number:032x}",
            subscription_id=f"{number:032x}",
            address=f"reader{number}@example.org",
            name=NAMES[number % len(NAMES)],
            first_name=NAMES[number % len(NAMES)],
            message_id=f"<{number:026d}@news.example.org>",
            date=datetime(2026, 11, 24, 7, tzinfo=UTC),
            envelope_token=f"{number:040d}",
            unsubscribe_token=f"{number:025d}",
            letter_token=f"{number:041d}",
            mail_token=f"{number:050d}",
        )
        for number in range(count)
    ]


def _facts():
    from newsletter.core.headers import SenderFacts

    return SenderFacts(
        from_name="Slow Letters",
        from_address="letters@news.example.org",
        site_url="https://news.example.org",
        bounce_domain="bounce.example.org",
        list_id="n7.news.example.org",
        feedback_id="i123:n7:letters:partwise",
        reply_to="mara@example.org",
        newsletter="Slow Letters",
        view_url="https://news.example.org/letters/abc/",
    )


def _ours(sides: Sides, encoding) -> tuple[float, int]:
    from newsletter.core.content import CompiledLetter
    from newsletter.core.wire import precompile
    from newsletter.core.wire_check import problems

    letter = CompiledLetter(
        subject="[[first_name|Friend]], part 2",
        preview_text="",
        html=sides.html,
        text=sides.text,
        boundary="=_0123456789abcdef0123456789abcdef",
    )
    letter = replace(letter, text_encoding=encoding, html_encoding=encoding)
    wire, readers, facts = precompile(letter, facts=_facts()), _readers(READERS), _facts()
    for reader in readers[: len(NAMES)]:  # a fast message that is wrong counts for nothing
        found = problems(wire.message(reader), letter=letter, recipient=reader, facts=facts)
        if found:
            raise SystemExit(f"The message is wrong: {found}")
    return _us(wire.message, readers, rounds=ROUNDS), len(wire.message(readers[0]).data)


def _django_us(sides: Sides) -> float:
    from django.template import Context, Template

    html, text = map(Template, sides.templates)
    site = _facts().site_url

    def build(reader) -> bytes:
        context = Context(
            {
                "first_name": reader.first_name,
                "unsubscribe_url": f"{site}/u/{reader.letter_token}",
                "preferences_url": f"{site}/p/{reader.letter_token}",
            }
        )
        return _django_message(reader, html=html.render(context), text=text.render(context))

    return _us(build, _readers(DJANGO_READERS), rounds=DJANGO_ROUNDS)


def _django_message(reader, *, html: str, text: str) -> bytes:
    from django.core.mail import EmailMultiAlternatives

    facts = _facts()
    message = EmailMultiAlternatives(
        subject=f"{reader.first_name or 'Friend'}, part 2",
        body=text,
        from_email=f"{facts.from_name} <{facts.from_address}>",
        to=[f'"{reader.name}" <{reader.address}>'],
        reply_to=[facts.reply_to],
        headers={
            "Message-ID": reader.message_id,
            "List-Id": f"<{facts.list_id}>",
            "List-Unsubscribe": f"<{facts.site_url}/u/{reader.unsubscribe_token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Feedback-ID": facts.feedback_id,
        },
    )
    message.attach_alternative(html, "text/html")
    return message.message().as_bytes(linesep="\r\n")


def _us(build: Callable[[object], object], readers: Sequence[object], *, rounds: int) -> float:
    """Median over the rounds of the CPU microseconds that one message takes."""
    for reader in readers:
        build(reader)
    return round(median(_round(build, readers) for _ in range(rounds)) * 1e6, 1)


def _round(build: Callable[[object], object], readers: Sequence[object]) -> float:
    start = process_time()
    for reader in readers:
        build(reader)
    return (process_time() - start) / len(readers)


if __name__ == "__main__":
    main()
