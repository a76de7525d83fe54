from cms.rich_text.text import rich_text
from tests.cms.conftest import BASE


def test_links_are_noted_at_the_foot(letter):
    html = '<p>See <a href="/signs/">Signs</a> and <a href="/signs/">again</a></p>'

    assert rich_text(html, level="rich", base=BASE, notes=letter.notes) == "See Signs [1] and again [1]"
    assert letter.notes.lines() == "[1] https://site.example.org/signs/"


def test_the_first_line_opens_differently(letter):
    written = rich_text("<p>a</p><p>b</p>", level="rich", base=BASE, notes=None, first="* ", rest="  ")

    assert written.splitlines() == ["* a", "", "  b"]


def test_nothing_written_opens_nothing():
    assert rich_text("<p></p>", level="rich", base=BASE, notes=None, first="* ") == ""
