from dataclasses import replace

import pytest

from cms.core.links import Link
from newsletter.core.content import CompiledLetter, TransferEncoding
from newsletter.core.fingerprint import fingerprint

LETTER = CompiledLetter(subject="Part 2", preview_text="Back", html="<p>x</p>", text="x", boundary="=_1")


def test_the_same_letter_has_the_same_fingerprint():
    assert fingerprint(LETTER) == fingerprint(replace(LETTER))
    assert len(fingerprint(LETTER)) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Part 3"},
        {"preview_text": ""},
        {"html": "<p>y</p>"},
        {"text": "y"},
        {"links": (Link(1, "https://example.org/", "x", "web", "b1"),)},
        {"boundary": "=_2"},
        {"text_encoding": TransferEncoding.BASE64},
        {"html_encoding": TransferEncoding.BASE64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_what_leaves_changes_the_fingerprint(change):
    assert fingerprint(replace(LETTER, **change)) != fingerprint(LETTER)
