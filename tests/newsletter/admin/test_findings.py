import pytest
from django.urls import reverse


@pytest.fixture
def panel(desk):
    return lambda issue, **query: desk.get(reverse("newsletter_issues:preflight", args=[issue.pk]), query)


def test_the_panel_lists_what_must_be_mended_first_with_its_block(panel, world):
    issue = world.add_issue(("part", {"part": str(world.parts["back"].uuid), "mode": "whole"}), subject="A!!")

    found = panel(issue).json()

    levels = [finding["level"] for finding in found["findings"]]
    draft = next(finding for finding in found["findings"] if "is a draft" in finding["words"])
    assert levels == sorted(levels, key=["stop", "ask", "hint"].index)
    assert draft["block_id"] == issue.items[0].id
    assert f'data-preflight-jump="{issue.items[0].id}"' in found["html"]
    assert "Publish it or take it out." in found["html"]
    assert found["count"] == len(levels)


def test_a_good_issue_has_nothing_that_stops_it(panel, issue):
    assert "stop" not in {finding["level"] for finding in panel(issue).json()["findings"]}


def test_the_findings_have_a_page_for_those_without_scripts(panel, world):
    page = panel(world.add_issue(), page="1").content.decode()

    assert "Must be mended first" in page
    assert "Back to the issue" in page


def test_words_of_an_author_are_escaped_in_the_panel(panel, world):
    article = world.add_article("<script>alert(1)</script>", live=False)
    html = panel(world.add_issue(("article", {"article": article.pk, "mode": "whole"}))).json()["html"]

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
