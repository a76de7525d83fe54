from pathlib import Path

from cms.core.letter import LetterContext
from cms.core.slots import Kind
from cms.core.theme import Theme

THEME = Theme.parse(Path("templates/theme/tokens.toml").read_text("utf-8"))


def test_each_letter_has_books_of_its_own():
    one = LetterContext(theme=THEME, base_url="https://example.org/")
    other = LetterContext(theme=THEME, base_url="https://example.org/")
    one.slots.hand_out("words", kind=Kind.TEXT)
    one.notes.note("https://example.org/a")

    assert (other.slots.slots, other.notes.lines()) == ((), "")
