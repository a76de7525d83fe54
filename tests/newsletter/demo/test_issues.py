from newsletter.demo.issues import issues
from series.demo import texts

ISSUES = issues()
ITEMS = [item for issue in ISSUES for item in issue["items"]]


def test_subjects_and_preview_texts_fit_an_inbox():
    assert all(len(issue["subject"]) <= 60 for issue in ISSUES)
    assert all(40 <= len(issue["preview_text"]) <= 120 for issue in ISSUES)
    assert len({issue["subject"] for issue in ISSUES}) == len(ISSUES)


def test_every_issue_begins_with_a_greeting_that_has_a_fallback_for_the_name():
    for issue in ISSUES:
        assert issue["items"][0]["kind"] == "greeting"
        assert "[[first_name|friend]]" in issue["items"][0]["body"]


def test_issues_use_every_kind_of_item():
    assert {item["kind"] for item in ITEMS} == {"greeting", "part", "article", "note", "action"}


def test_items_name_articles_that_the_demo_has():
    assert {item["article"] for item in ITEMS if "article" in item} <= set(texts.articles())


def test_parts_come_from_the_series_that_holds_them():
    held = {slug: [part["article"] for part in one["parts"]] for slug, one in texts.series().items()}

    assert all(item["article"] in held[item["series"]] for item in ITEMS if item["kind"] == "part")


def test_contrast_goes_out_with_both_sides_in_one_issue():
    sides = [item["article"] for item in ISSUES[2]["items"] if item["kind"] == "part"]

    assert sides == ["what-an-apology-is", "what-an-apology-is-not"]
