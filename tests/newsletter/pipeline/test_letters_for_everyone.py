"""Every letter can be read by everyone: what most letters get wrong is right here by construction (email.md 6)."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from newsletter.core.preflight.markup import read

GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "issues").glob("*/email.html"))
# Not those that end at once and only hide their contents from Outlook.
COMMENTS = re.compile(r"<!--\[if [^\]]*\]>(?!<!-->)(.*?)<!\[endif\]-->", re.DOTALL)
RULES = 2  # px: the type size of a thin rule, which holds no words


@pytest.fixture(params=GOLDEN, ids=[path.parent.name for path in GOLDEN])
def html(request):
    return request.param.read_text("utf-8")


def both_views(html):
    """As modern clients read it, and as Word-engine Outlook does."""
    return [COMMENTS.sub("", html), COMMENTS.sub(r"\1", html)]


class Tags(HTMLParser):
    """Every opening tag with its attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_language_and_direction_stand_on_the_page_and_on_what_clients_keep(html):
    tags = Tags(html).found

    carriers = [attrs for tag, attrs in tags if tag == "html" or (tag == "div" and "lang" in attrs)]
    assert len(carriers) >= 3  # html, the preview text, the article
    assert all(attrs["lang"] and attrs["dir"] for attrs in carriers)


def test_layout_tables_are_no_tables_to_those_who_listen(html):
    for view in both_views(html):
        tables = [attrs for tag, attrs in Tags(view).found if tag == "table"]

        assert tables
        assert [attrs for attrs in tables if attrs.get("role") not in {"presentation", "none"}] == []


def test_there_is_one_first_heading_and_no_level_is_skipped(html):
    levels = [int(tag[1]) for tag, _ in Tags(html).found if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_image_says_what_it_shows_and_every_link_has_words(html):
    markup = read(html)

    assert all(picture.alt is not None for picture in markup.pictures)
    assert all(anchor.words and anchor.href for anchor in markup.anchors)


def test_links_are_known_by_more_than_their_color(html):
    links = [attrs for tag, attrs in Tags(html).found if tag == "a"]

    assert all("underline" in attrs.get("style", "") or "background" in attrs.get("style", "") for attrs in links)


def test_the_article_has_its_title(html):
    roles = [attrs for _, attrs in Tags(html).found if attrs.get("role") == "article"]

    assert len(roles) == 1
    assert roles[0]["aria-label"]
    assert roles[0]["aria-roledescription"] == "email"


def test_no_words_are_small_or_justified(html):
    sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)px", html) if float(size) > RULES]

    assert min(sizes) >= 14
    assert "justify" not in html


def test_style_blocks_stay_small(html):
    assert read(html).style_bytes < 14_000
