"""The demo's words are data; these tests read them as an editor would, before any loader does."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from series.demo import texts
from series.demo.drawings import DRAWINGS

ARTICLES, SERIES = texts.articles(), texts.series()
BLOCKS = [(slug, block) for slug, article in ARTICLES.items() for block in article["body"]]
BODIES = pytest.mark.parametrize("slug", ARTICLES)

FIELDS = {
    "heading": {"text", "level", "kind"},
    "text": {"body", "role"},
    "list": {"intro", "marker", "purpose", "items"},
    "steps": {"intro", "numbered", "items"},
    "is_not": {"heading", "subject", "items"},
    "quote": {"cue", "text", "kind", "term", "person", "work", "year", "url", "checked", "style"},
    "voices": {"kind", "turns"},
    "cards": {"intro", "labels", "display", "items"},
    "vignette": {"label", "body", "people", "basis"},
    "note": {"kind", "title", "body"},
    "action": {"title", "body", "label", "target", "kind"},
    "resources": {"title", "kind", "items"},
    "related": {"title", "intro", "articles", "auto"},
    "video": {"url", "title", "summary", "speaker", "duration", "transcript", "poster"},
    "image": {"image", "alt", "decorative", "caption", "credit"},
}
VALUES = {
    ("heading", "level"): {"2", "3"},
    ("heading", "kind"): {"statement", "question"},
    ("text", "role"): {"body", "lead", "beat", "closing"},
    ("list", "marker"): {"bullet", "check", "number", "none"},
    ("list", "purpose"): {"points", "signs", "questions", "practices", "takeaways", "feelings"},
    ("steps", "numbered"): {True, False},
    ("quote", "kind"): {"quotation", "definition"},
    ("quote", "style"): {"block", "pull"},
    ("voices", "kind"): {"dialogue", "inner", "overheard"},
    ("cards", "display"): {"cards", "definitions"},
    ("vignette", "basis"): {"invented", "composite", "consented", "public"},
    ("note", "kind"): {"author", "content", "disclaimer", "support"},
    ("action", "kind"): {"book", "reply", "subscribe", "other"},
    ("resources", "kind"): {"books", "references", "organisations", "links"},
    ("related", "auto"): {"none", "series", "topic"},
    ("image", "decorative"): {True, False},
}
NOTES = {"work-stress"}  # of the fixed list, those that the demo needs


def blocks(kind, slug=None):
    return [block["value"] for where, block in BLOCKS if block["type"] == kind and slug in (None, where)]


def strings(value):
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in strings(part)]


def words(slug):
    plain = (re.sub(r"<[^>]+>", " ", text) for text in strings([b["value"] for b in ARTICLES[slug]["body"]]))
    return sum(len(text.split()) for text in plain if not text.startswith("https://"))


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.seen = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.open.append(tag)

    def handle_startendtag(self, tag, _attrs):
        self.seen.add((tag, ()))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_there_are_eleven_articles_and_one_series_of_each_kind():
    kinds = {series["kind"] for series in SERIES.values()}

    assert (len(ARTICLES), kinds) == (11, {"sequence", "contrast", "collection"})


@BODIES
def test_article_has_every_field_of_its_page_and_is_named_by_its_file(slug):
    article = ARTICLES[slug]
    page = {"title", "slug", "subtitle", "teaser", "authors", "published_on", "topics", "content_notes"}
    rest = {"content_note_text", "cover", "cover_alt", "show_disclaimer", "body"}

    assert set(article) == page | rest
    assert (article["slug"], type(article["published_on"])) == (slug, date)
    assert all(article[name] for name in ("title", "subtitle", "teaser", "authors", "topics", "cover_alt"))


@BODIES
def test_only_known_blocks_and_exactly_their_fields_appear(slug):
    for block in ARTICLES[slug]["body"]:
        assert set(block) <= {"type", "anchor", "shown_in", "value"}
        assert set(block["value"]) == FIELDS[block["type"]], block


def test_all_fifteen_blocks_are_used():
    assert {block["type"] for _, block in BLOCKS} == set(FIELDS)


@pytest.mark.parametrize("field", VALUES, ids=".".join)
def test_every_value_of_a_field_is_used_and_no_other(field):
    series = [block for one in SERIES.values() for block in one["intro"]]
    kind, name = field
    used = {block["value"][name] for block in [*(b for _, b in BLOCKS), *series] if block["type"] == kind}

    assert used == VALUES[field]


def test_parts_of_the_sequence_take_two_minutes_each():
    lengths = {slug: words(slug) for slug in (part["article"] for part in SERIES["after-the-long-year"]["parts"])}

    assert all(350 <= count <= 500 for count in lengths.values()), lengths


def test_the_long_guide_is_long_enough_to_be_split():
    slug = "coming-home-without-bringing-work-with-you"
    headings = [value for value in blocks("heading", slug) if value["level"] == "2"]

    assert (words(slug) >= 2000, len(headings)) == (True, 7)
    assert [value["marker"] for value in blocks("list", slug)].count("check") == 18
    assert len(blocks("resources", slug)[0]["items"]) == 6


@pytest.mark.parametrize(
    ("slug", "kind", "counts"),
    [
        ("signs-you-are-running-on-empty", "list", [9]),
        ("coming-back-slowly", "steps", [5]),
        ("what-an-apology-is", "steps", [5]),
        ("what-an-apology-is-not", "is_not", [5, 1]),
        ("what-an-apology-is-not", "resources", [3]),
        ("why-kind-people-go-quiet", "cards", [5]),
        ("why-kind-people-go-quiet", "list", [3]),
        ("the-psychology-of-putting-things-off", "list", [5, 4]),
        ("why-is-it-so-hard-to-make-friends-after-thirty", "steps", [6, 5, 5, 6]),
        ("why-is-it-so-hard-to-make-friends-after-thirty", "list", [5, 5]),
        ("coming-home-without-bringing-work-with-you", "cards", [4]),
        ("two-sisters-one-phone", "list", [7]),
        ("two-sisters-one-phone", "steps", [4]),
    ],
)
def test_pieces_hold_what_the_plan_of_the_demo_asks(slug, kind, counts):
    assert [len(value["items"]) for value in blocks(kind, slug)] == counts


def test_voices_of_the_kitchen_and_of_the_sisters_are_all_there():
    spoken = {slug: [len(v["turns"]) for v in blocks("voices", slug)] for slug in ARTICLES if blocks("voices", slug)}

    assert spoken == {"why-kind-people-go-quiet": [2, 3], "two-sisters-one-phone": [7]}


def test_every_drawing_that_is_named_can_be_drawn():
    named = {page["cover"] for page in [*ARTICLES.values(), *SERIES.values()]}
    named |= {value["poster"] for value in blocks("video")} | {value["image"] for value in blocks("image")}

    assert named == set(DRAWINGS)


def test_quotations_are_verified_and_say_where_they_stand():
    sources = (texts.FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    for value in blocks("quote"):
        assert all(value[name] for name in ("text", "person", "work", "year", "url"))
        assert value["checked"] == "verified"
        assert value["url"] in sources
        assert value["text"] in sources


def test_definitions_name_their_term_and_quotations_have_none():
    assert all(bool(value["term"]) == (value["kind"] == "definition") for value in blocks("quote"))


def test_nothing_that_publishing_demands_is_missing():
    assert all(value["basis"] and value["people"] for value in blocks("vignette"))
    assert all(value["label"] and value["target"]["value"] for value in blocks("action"))
    assert all(value["alt"] or value["decorative"] for value in blocks("image"))
    assert all(value["url"] and value["summary"] and value["transcript"] for value in blocks("video"))
    assert all(value["items"] for value in blocks("resources"))
    assert all(value["articles"] for value in blocks("related"))


@BODIES
def test_a_list_of_signs_says_that_it_is_not_a_diagnosis(slug):
    signs = [value for value in blocks("list", slug) if value["purpose"] == "signs"]
    notes = [value["body"] for value in blocks("note", slug) if value["kind"] == "disclaimer"]

    assert all("not a diagnosis" in " ".join(notes) for _ in signs)


@BODIES
def test_hard_subjects_carry_their_content_note(slug):
    told = " ".join(strings(ARTICLES[slug]["body"])).lower()
    hard = any(word in told for word in ("burnout", "burn-out", "exhaust", "work stress", "stress and"))

    assert set(ARTICLES[slug]["content_notes"]) == (NOTES if hard or ARTICLES[slug]["content_notes"] else set())
    assert bool(ARTICLES[slug]["content_notes"]) == bool(ARTICLES[slug]["content_note_text"])


@BODIES
def test_headings_never_jump_and_anchors_are_unique(slug):
    body = ARTICLES[slug]["body"]
    levels = [2, *(int(block["value"]["level"]) for block in body if block["type"] == "heading")]
    anchors = [block["anchor"] for block in body if block.get("anchor")]

    assert levels == [2] or levels[1] == 2
    assert len(anchors) == len(set(anchors))


@BODIES
def test_rich_words_use_only_the_few_allowed_tags(slug):
    for block in ARTICLES[slug]["body"]:
        allowed = {("p", ()), ("b", ()), ("i", ()), ("br", ()), ("a", ("href",))}
        allowed |= {("ul", ()), ("li", ())} if block["type"] == "steps" else set()
        for text in strings(block["value"]):
            tags = Tags(text)
            assert (tags.open, tags.seen - allowed) == ([], set()), text


@BODIES
def test_words_follow_the_voice_of_the_house(slug):
    written = " ".join(strings({key: value for key, value in ARTICLES[slug].items() if key != "body"}))
    for block in ARTICLES[slug]["body"]:
        own = block["type"] not in ("quote", "resources")
        written += " ".join(strings(block["value"])) if own else ""

    assert not re.search(r"!|click here|\u2014|\bnext section\b|'", written)


def test_everything_that_is_named_exists():
    topics = {row["slug"] for row in texts.topics()}
    authors = {row["slug"] for row in texts.authors()}
    for page in [*ARTICLES.values(), *SERIES.values()]:
        assert set(page["authors"]) <= authors
        assert set(page["topics"]) <= topics
    linked = [slug for value in blocks("related") for slug in value["articles"]]
    linked += [v["target"]["value"] for v in blocks("action") if v["target"]["kind"] == "page"]
    assert set(linked) <= set(ARTICLES)


def test_authors_are_fictional_and_say_so():
    for row in texts.authors():
        assert row["is_fictional"]
        assert "fictional author for the demo" in row["bio"]
        assert not row["credentials"]


@pytest.mark.parametrize("slug", SERIES)
def test_parts_have_subjects_and_preview_texts_that_fit_an_inbox(slug):
    parts = SERIES[slug]["parts"]

    assert {part["article"] for part in parts} <= set(ARTICLES)
    assert all(len(part["subject"]) <= 60 and 40 <= len(part["preview_text"]) <= 120 for part in parts)
    assert len({part["subject"] for part in parts}) == len(parts)


def test_article_stands_in_one_sequence_or_contrast_at_most():
    exclusive = [s for s in SERIES.values() if s["kind"] != "collection"]
    held = [part["article"] for series in exclusive for part in series["parts"]]

    assert len(held) == len(set(held)) == 5


def test_support_lines_wait_for_somebody_to_check_them():
    lines = texts.support_lines()

    assert {"988", "116 123", "112", "911", "999"} <= {line["phone"] for line in lines}
    assert all(line["checked_on"] == "" and line["source"].startswith("https://") for line in lines)
