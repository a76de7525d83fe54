from dataclasses import replace

import pytest

from cms.core.links import Link
from cms.core.slots import Kind, Slot
from newsletter.core.content import CompiledLetter
from newsletter.core.preflight.facts import LetterFacts

PAGE = "https://letters.example.org/after-the-long-year/"
PICTURE = "https://letters.example.org/media/a1.jpg"
BODY = (
    f'<h1>Coming back</h1><p>The house was quiet. We sat in it. <a href="{PAGE}">After the long year, part 1</a></p>'
    f'<img src="{PICTURE}" alt="A table with two cups" width="552">'
)
FOOTER = '<p><a href="[[unsubscribe_url]]">Unsubscribe</a></p><p>Slow Letters<br>12 Harbour Row, Lisbon</p>'
SHELL = (
    '<html lang="en" dir="ltr"><head><title>x</title><style>p {{ margin: 0px }}</style></head>'
    '<body style="color:#24211d;background:#ffffff">'
    '<div lang="en" dir="ltr" style="display:none">Preview</div>'
    '<div lang="en" dir="ltr"><table role="presentation"><tr><td>{body}{footer}</td></tr></table></div>'
    "</body></html>"
)
TEXT = (
    f"The house was quiet.\n\n[1] {PAGE}\n\nUnsubscribe: [[unsubscribe_url]]\nSlow Letters\n12 Harbour Row,\nLisbon\n"
)


@pytest.fixture
def a_letter():
    """A letter that no check minds; `body` and `footer` change its HTML, other words its letter or its facts."""

    def make(*, body=BODY, footer=FOOTER, **changes):
        letter = CompiledLetter(
            subject="Part 2: Coming back",
            preview_text="Why the second winter is often harder than the first",
            html=SHELL.format(body=body, footer=footer),
            text=TEXT,
            links=(Link(1, PAGE, "After the long year, part 1", "page", "block-1"),),
        )
        facts = LetterFacts(
            letter=letter,
            from_name="Slow Letters",
            from_email="mara@example.org",
            postal_address="Slow Letters\n12 Harbour Row, Lisbon",
            headers=frozenset({"List-Unsubscribe", "List-Unsubscribe-Post"}),
            slots=(Slot("zq00000qz", Kind.HTML, body, "block-1"),),
            recipients=2,
            minutes_ahead=60,
        )
        own = {name: changes.pop(name) for name in list(changes) if name in letter.__dataclass_fields__}
        return replace(facts, letter=replace(letter, **own), **changes)

    return make


@pytest.fixture
def said():
    """The words of what a check found, joined."""
    return lambda check, letter: " ".join(finding.words for finding in check(letter))
