import re

import pytest

from cms.core.letter import LetterContext
from cms.letter import compile_letter
from cms.rich_text.targets import phone
from cms.shell import Shell, SupportEntry, SupportWay
from cms.theme import site_theme
from tests.cms.conftest import BASE

ONE_SIDED = re.compile(
    r"(?<![-\w])(?:padding:0px 0px 0px \d+px|padding-left|border-left|margin-left)"
    r"|text-align:left(?!;direction:rtl)|direction:ltr"
)


@pytest.mark.django_db
def test_nothing_in_a_letter_that_is_read_from_the_right_stands_on_the_left(stream):
    letter = LetterContext(theme=site_theme(), base_url=BASE, lang="ar", dir="rtl")
    body = stream("text", "list", "steps", "quote", "voices", "cards", "is_not", "resources", "note", "vignette")
    lists = [
        {"type": "list", "value": {"marker": marker, "items": ["<p>One</p>"]}, "id": f"list-{marker}"}
        for marker in ("bullet", "check", "number", "none")
    ]
    runs = (
        *body.stream_block.render_email_runs(body, {"letter": letter}),
        *body.stream_block.render_email_runs(stream(*lists), {"letter": letter}),
    )

    html = compile_letter(shell=Shell(subject="s", name="n"), runs=runs, text="", letter=letter).html

    words = html[html.index("<body") :]
    assert ONE_SIDED.findall(words) == []
    assert "padding:0px 24px 0px 0px" in words
    assert "border-right:3px" in words


def test_the_number_of_a_support_line_reads_in_its_own_order_in_every_letter():
    letter = LetterContext(theme=site_theme(), base_url=BASE, lang="ar", dir="rtl")
    line = SupportEntry("خط", (SupportWay("116 123", phone("116 123")),))

    html = compile_letter(shell=Shell(subject="s", name="n", support=(line,)), runs=(), text="", letter=letter).html

    assert re.search(r'<a dir="ltr" href="tel:116123"[^>]*>116 123</a>', html)
