"""Every letter that we send can be read by everyone (email.md 6): the golden ones; and each rule bites."""

import re

import pytest

from newsletter.core.content import CompiledLetter
from newsletter.core.preflight import (
    alt_missing,
    alt_words,
    colors,
    dark_look,
    headings,
    language,
    link_words,
    type_manners,
)
from newsletter.core.preflight.facts import LetterFacts
from tests.conftest import GOLDEN

LETTERS = sorted(path.parent.name for path in GOLDEN.glob("issues/*/email.html"))
RULES = (alt_missing, alt_words, colors, dark_look, headings, language, link_words, type_manners)

BREAKS = {
    "no language on html": ('<html lang="en"', "<html"),
    "no language where html's attributes are stripped": (r'(<div[^>]*) lang="en"', r"\1"),
    "a layout table that is read aloud": ('role="presentation"', ""),
    "no article": (r'role="article"', ""),
    "no name of the article": (r'aria-label="[^"]*"', ""),
    "pale words": ("color:#24211d", "color:#a8a39b"),
    "small words": ("font-size:17px", "font-size:11px"),
    "crowded lines": ("line-height:1.6", "line-height:1.1"),
    "justified lines": ("text-align:left", "text-align:justify"),
    "links known by color alone": ("text-decoration:underline", "text-decoration:none"),
    "a jump in the outline": (r"(?s)(<h1.*?</h1>)", r"\1<h3>Too deep</h3>"),
    "a first heading that is not the title": (r"<(/?)h1", r"<\1h2"),
}


def html_of(name):
    return (GOLDEN / "issues" / name / "email.html").read_text()


def faults(html):
    letter = LetterFacts(letter=CompiledLetter(subject="", preview_text="", html=html, text=""))
    found = [finding.words for rule in RULES for finding in rule.check(letter)]
    return [*found, *_shell_faults(letter, html)]


def _shell_faults(letter, html):
    articles = [place for place in letter.markup.body_children if place.get("role") == "article"]
    if not any(place.get("aria-label") and place.get("aria-roledescription") == "email" for place in articles):
        yield "No element is an article with a name."
    outline = [passage.look.level for passage in letter.passages if passage.look.level]
    if outline[:1] != [1]:
        yield "The first heading is not the title."
    anchors = re.findall(r"<a\s[^>]*>", html)
    if any("text-decoration:none" in anchor and "background" not in anchor for anchor in anchors):
        yield "A link is known by its color alone."


@pytest.mark.parametrize("name", LETTERS)
def test_a_golden_letter_can_be_read_by_everyone(name):
    assert faults(html_of(name)) == []


@pytest.mark.parametrize("broken", BREAKS)
def test_each_rule_bites(broken):
    html = html_of("part")
    worse = re.sub(*BREAKS[broken], html)

    assert worse != html
    assert faults(worse) != []
