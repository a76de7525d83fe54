import pytest

from cms.core.editorial import findings
from cms.core.editorial.article import ArticleFacts, BlockFacts, SiteFacts, block_facts
from cms.core.findings import Level

CARED_FOR = SiteFacts(countries=frozenset({"GB"}), countries_with_lines=frozenset({"GB"}))

# One block that each check sees, and one that it passes over.
CASES = [
    ("V1", Level.STOP, "vignette", {"label": "A Tuesday", "basis": "unset"}, {"basis": "invented"}),
    ("L1", Level.STOP, "related", {"articles": [], "auto": "none"}, {"articles": [], "auto": "topic"}),
    ("L1", Level.STOP, "related", {"articles": [None], "auto": "none"}, {"articles": [7], "auto": "none"}),
    ("L2", Level.STOP, "resources", {"items": [{"title": ""}]}, {"items": [{"title": "Middlemarch"}]}),
    ("L2", Level.STOP, "list", {"items": []}, {"items": ["<p>A kettle.</p>"]}),
    ("L2", Level.STOP, "list", {"items": ["<p></p>"]}, {"items": ["", "<p>A kettle.</p>"]}),
    (
        "L2",
        Level.STOP,
        "steps",
        {"items": [{"title": " ", "body": ""}]},
        {"items": [{"title": "", "body": "<p>Rest.</p>"}]},
    ),
    ("L2", Level.STOP, "is_not", {"items": [{"side": "is"}]}, {"items": [{"side": "is", "statement": "Short."}]}),
    ("L2", Level.STOP, "voices", {"turns": [{"cue": "She"}]}, {"turns": [{"line": "It is fine."}]}),
    ("L2", Level.STOP, "cards", {"items": []}, {"items": [{"name": "The Fixer"}]}),
    ("A1", Level.STOP, "action", {"label": "Go", "target": {}}, {"label": "Go", "target": {"mail": "a@example.org"}}),
    ("A1", Level.STOP, "action", {"label": "", "target": {"page": 3}}, {"label": "Go", "target": {"page": 3}}),
    ("T1", Level.STOP, "text", {"body": f"<p>{'x' * 1_000_000}</p>"}, {"body": f"<p>{'x' * 999_000}</p>"}),
    ("T1", Level.STOP, "steps", {"items": [{"title": "Rest", "body": "é" * 600_000}]}, {"items": [{"title": "Rest"}]}),
    ("V2", Level.STOP, "video", {"url": "", "summary": "s"}, {"url": "https://example.org/v", "summary": "s"}),
    ("I1", Level.STOP, "image", {"image": None}, {"image": {"image": 1, "decorative": True, "alt_text": ""}}),
    ("I1", Level.STOP, "image", {"image": {"image": 1, "alt_text": " "}}, {"image": {"image": 1, "alt_text": "A cup"}}),
    (
        "I3",
        Level.HINT,
        "image",
        {"image": {"image": 1, "alt_text": "IMG_2041.jpg"}},
        {"image": {"image": 1, "alt_text": "IMG_2041.jpg", "decorative": True}},
    ),
    (
        "S3",
        Level.ASK,
        "list",
        {"purpose": "signs", "items": ["Tired"]},
        {"purpose": "signs", "items": ["Tired"], "intro": "<p>Not a diagnosis.</p>"},
    ),
    ("Q1", Level.ASK, "quote", {"text": "t"}, {"text": "t", "work": "W", "checked": "verified"}),
    (
        "Q1",
        Level.ASK,
        "quote",
        {"work": "W", "checked": "unchecked"},
        {"url": "https://x.example", "checked": "disputed"},
    ),
    ("L3", Level.ASK, "text", {"body": '<p><a href="/x">click here</a></p>'}, {"body": '<p><a href="/x">Rest</a></p>'}),
    (
        "L3",
        Level.ASK,
        "steps",
        {"items": [{"body": '<a href="/">https://x.example</a>'}]},
        {"items": [{"body": "here"}]},
    ),
    ("H1", Level.ASK, "heading", {"level": "3", "text": "Low"}, {"level": "2", "text": "High"}),
    ("V3", Level.ASK, "video", {"url": "https://x.example"}, {"url": "https://x.example", "transcript": "words"}),
]


SAID = BlockFacts(id="said", type="text", value={"body": "<p>Rest a while.</p>"})


def seen(kind, value, site=CARED_FOR, **article):
    block = BlockFacts(id="b1", type=kind, value=value)
    return findings(ArticleFacts(blocks=(block, SAID), **article), site=site)


@pytest.mark.parametrize(("code", "level", "kind", "bad", "good"), CASES)
def test_check_sees_its_fault_names_the_block_and_passes_over_what_is_right(code, level, kind, bad, good):
    (finding,) = seen(kind, bad)

    assert (finding.check, finding.level, finding.block_id) == (code, level, "b1")
    assert finding.words
    assert finding.mend
    assert seen(kind, good) == ()


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("image", {"image": {"image": 7, "alt_text": "A cup"}}, "image"),
        ("video", {"url": "https://example.org/v", "summary": "s", "poster": 7}, "poster"),
    ],
)
def test_a_picture_without_a_file_stops_at_its_field(kind, value, field):
    (finding,) = seen(kind, value, missing_pictures=frozenset({7}))

    assert (finding.check, finding.level, finding.block_id, finding.field) == ("I2", Level.STOP, "b1", field)
    assert seen(kind, value, missing_pictures=frozenset({8})) == ()


def test_a_cover_without_a_file_stops_at_its_field():
    (finding,) = findings(ArticleFacts(blocks=(SAID,), cover=7, missing_pictures=frozenset({7})), site=CARED_FOR)

    assert (finding.check, finding.field) == ("I2", "cover")


@pytest.mark.parametrize("slug", ["suicide", "self-harm", "abuse"])
def test_a_tender_subject_without_support_lines_stops(slug):
    (finding,) = findings(
        ArticleFacts(blocks=(SAID,), content_notes=(slug,)), site=SiteFacts(countries=frozenset({"GB", "PT"}))
    )

    assert (finding.check, finding.level) == ("S1", Level.STOP)
    assert "GB, PT" in finding.words


def test_another_hard_subject_without_support_lines_asks():
    (finding,) = findings(ArticleFacts(blocks=(SAID,), content_notes=("bereavement",)), site=SiteFacts())

    assert (finding.check, finding.level) == ("S1", Level.ASK)


def test_support_lines_cannot_be_off_where_the_subject_needs_them():
    (finding,) = findings(ArticleFacts(blocks=(SAID,), content_notes=("abuse",), shows_support=False), site=CARED_FOR)

    assert finding.level is Level.STOP


def test_a_subject_with_lines_in_every_country_passes():
    assert findings(ArticleFacts(blocks=(SAID,), content_notes=("suicide",)), site=CARED_FOR) == ()


def test_a_site_near_health_asks_about_a_disclaimer_that_is_off():
    near_health = SiteFacts(countries=frozenset({"GB"}), countries_with_lines=frozenset({"GB"}), health_profile=True)
    tender = ArticleFacts(blocks=(SAID,), content_notes=("trauma",), shows_disclaimer=False)

    assert [finding.check for finding in findings(tender, site=near_health)] == ["S2"]
    assert findings(tender, site=CARED_FOR) == ()


def test_the_worst_comes_first():
    blocks = (
        BlockFacts(id="ask", type="heading", value={"level": "3"}),
        BlockFacts(id="stop", type="vignette", value={"basis": "unset"}),
    )

    assert [finding.block_id for finding in findings(ArticleFacts(blocks=blocks), site=CARED_FOR)] == ["stop", "ask"]


def test_stored_list_items_are_taken_out_of_their_envelopes():
    stored = {"type": "related", "id": "x", "value": {"articles": [{"type": "item", "id": "y", "value": 7}]}}

    assert block_facts(stored).value == {"articles": [7]}


def test_a_picture_stored_as_a_bare_number_is_a_picture():
    assert BlockFacts(id="a", type="image", value={"image": 99}).pictures == (("image", 99),)
