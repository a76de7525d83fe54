"""A letter of a certain size on the wire, and the same letter as Django's own mail classes would hold it."""

from email.utils import make_msgid

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from newsletter.core.content import CompiledLetter
from tests.factories import LETTER

LINE = "<p>A long week asks for a quiet evening, [[first_name|friend]], and for <a href='https://example.org/a'>rest</a>.</p>\n"
TEXT_SHARE = 0.2  # of a letter's bytes, as in the demo's
FIELDS = ("[[first_name|friend]]", "[[unsubscribe_url]]")


def letter_of(size_kb: int) -> CompiledLetter:
    """About so many kilobytes once it is a message."""
    html, text = size_kb * 1000 * (1 - TEXT_SHARE), size_kb * 1000 * TEXT_SHARE
    words = "A long week asks for a quiet evening, [[first_name|friend]], and for rest.\n"
    return CompiledLetter(
        subject=LETTER.subject,
        preview_text=LETTER.preview_text,
        html=LINE * int(html / len(LINE)) + LETTER.html,
        text=words * int(text / len(words)) + LETTER.text,
        boundary=LETTER.boundary,
    )


def send_with_django(letter: CompiledLetter, *, port: int, count: int) -> None:
    """Django's SMTP backend on one open connection; it does not even have to render a template."""
    backend = EmailBackend(host="127.0.0.1", port=port)
    backend.open()
    for number in range(count):
        values = dict(zip(FIELDS, (f"Reader {number}", f"https://example.org/leave/{number}"), strict=True))
        mail = EmailMultiAlternatives(
            letter.subject,
            _filled(letter.text, values),
            "Slow Letters <letters@example.org>",
            [f"reader{number}@example.org"],
            headers={"Message-ID": make_msgid(domain="example.org"), "List-Unsubscribe": f"<{values[FIELDS[1]]}>"},
            connection=backend,
        )
        mail.attach_alternative(_filled(letter.html, values), "text/html")
        mail.send()
    backend.close()


def _filled(text: str, values: dict[str, str]) -> str:
    for field, value in values.items():
        text = text.replace(field, value)
    return text
