from dataclasses import replace

from cms.core.plain_text import FootLinks
from cms.rich_text.text import rich_text


def test_links_are_noted_at_the_foot(letter):
    html = '<p>See <a href="/signs/">Signs</a> and <a href="/signs/">again</a></p>'

    assert rich_text(html, level="rich", letter=letter) == "See Signs [1] and again [1]"
    assert letter.notes.lines() == "[1] https://site.example.org/signs/"


def test_the_first_line_opens_differently(letter):
    written = rich_text("<p>a</p><p>b</p>", level="rich", letter=letter, first="* ", rest="  ")

    assert written.splitlines() == ["* a", "", "  b"]


def test_nothing_written_opens_nothing(letter):
    assert rich_text("<p></p>", level="rich", letter=letter, first="* ") == ""


def test_words_without_width_are_no_words(letter):
    assert rich_text("<p>\u200b</p>", level="rich", letter=letter, first="* ") == ""


def test_same_words_of_another_level_are_read_anew(letter):
    listed = "<ul><li>a</li></ul>"

    assert rich_text(listed, level="rich_list", letter=letter) == "* a"
    assert rich_text(listed, level="rich", letter=letter) == "a"


def test_each_letter_notes_its_own_links_also_where_the_words_are_the_same(letter):
    html = '<p>See <a href="/signs/">Signs</a></p>'
    other = replace(letter, notes=FootLinks(), cleaned={})
    other.notes.note("https://site.example.org/first/")

    assert rich_text(html, level="rich", letter=letter) == "See Signs [1]"
    assert rich_text(html, level="rich", letter=other) == "See Signs [2]"
    assert other.notes.lines().endswith("[2] https://site.example.org/signs/")
