from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import PageViewRestriction

from cms.core.findings import Level
from newsletter.core.content import ItemKind, Shown
from newsletter.models import Issue
from newsletter.pipeline.compose import compose_issue
from series.part_words import promise

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def part_item(world, name, mode="whole"):
    return "part", {"part": str(world.parts[name].uuid), "mode": mode}


def test_items_come_in_the_authors_order_with_their_block_ids(world):
    article = world.parts["what"].article
    issue = world.add_issue(
        ("greeting", {"body": "<p>Hello.</p>"}),
        ("article", {"article": article.pk, "mode": "teaser"}),
        ("note", {"title": "", "body": "<p>Bye.</p>"}),
    )

    content = compose_issue(issue, now=NOW)

    assert [item.kind for item in content.items] == [ItemKind.GREETING, ItemKind.ARTICLE, ItemKind.NOTE]
    assert [item.block_id for item in content.items] == [child.id for child in issue.items]
    assert content.items[1].shown is Shown.TEASER
    assert content.items[1].page_id == article.pk
    assert content.findings == ()


@pytest.mark.parametrize("kind", ["greeting", "note"])
def test_an_item_that_nobody_wrote_into_is_a_stop_with_its_block(world, kind):
    value = {"body": '<p data-block-key="a"></p>'} | ({"title": ""} if kind == "note" else {})
    issue = world.add_issue((kind, value))

    (finding,) = compose_issue(issue, now=NOW).findings

    assert (finding.check, finding.level, finding.block_id) == ("B5", Level.STOP, issue.items[0].id)
    assert finding.words == f"This {kind} holds no words."


def test_a_part_says_its_number_and_what_stands_beside_it(world):
    content = compose_issue(world.add_issue(part_item(world, "signs")), now=NOW)

    place = content.items[0].place
    assert (place.series, place.words, place.previous.title) == (
        "After the Long Year",
        "Part 2 of 3",
        "What is burnout?",
    )
    assert place.previous.url == "/articles/what-is-burnout/"
    assert place.coming is None  # the third part is a draft that nobody announced


def test_an_announced_part_is_promised_and_never_linked(world):
    back = world.parts["back"].article
    back.go_live_at = NOW + timedelta(days=3)
    back.save_revision(approved_go_live_at=back.go_live_at)

    place = compose_issue(world.add_issue(part_item(world, "signs")), now=NOW).items[0].place

    assert promise(place.coming) == "Still to come: Part 3: Coming back slowly, on Thursday 4 June."
    assert place.coming.url is None


def test_a_side_leads_to_the_other_side(world):
    place = compose_issue(world.add_issue(part_item(world, "is")), now=NOW).items[0].place

    assert (place.words, place.counterpart.title) == ("IS", "What an apology is not")


def test_a_draft_is_left_out_with_a_finding_that_names_it(world):
    issue = world.add_issue(("greeting", {"body": "<p>Hello.</p>"}), part_item(world, "back"))

    content = compose_issue(issue, now=NOW)

    assert len(content.items) == 1
    assert content.findings[0].block_id == issue.items[1].id
    assert content.findings[0].words == "“Coming back slowly” is a draft, so the letter cannot show it."


def test_a_private_article_is_left_out(world):
    article = world.parts["what"].article
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)

    content = compose_issue(world.add_issue(("article", {"article": article.pk, "mode": "whole"})), now=NOW)

    assert content.items == ()
    assert "is private" in content.findings[0].words


def test_deleted_things_are_findings_and_never_a_crash(world):
    article = world.add_article("Gone soon")
    issue = world.add_issue(
        ("article", {"article": article.pk, "mode": "whole"}),
        ("part", {"part": "00000000-0000-4000-8000-00000000dead", "mode": "whole"}),
    )
    article.delete()

    content = compose_issue(Issue.objects.get(pk=issue.pk), now=NOW)

    assert [finding.words for finding in content.findings] == [
        "This article is no longer there, so the letter cannot show it.",
        "This part is no longer there, so the letter cannot show it.",
    ]


def test_a_planned_article_is_shown_as_it_was_approved(world):
    page = world.add_article("Tomorrow", live=False, words="As approved.")
    page.go_live_at = NOW + timedelta(days=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    issue = world.add_issue(("article", {"article": page.pk, "mode": "whole"}))

    content = compose_issue(issue, now=NOW, send_at=NOW + timedelta(days=2))
    too_early = compose_issue(issue, now=NOW, send_at=NOW + timedelta(hours=1))

    assert content.items[0].revision_id == revision.pk
    assert content.findings == ()
    assert too_early.items == ()


def test_a_button_that_leads_nowhere_is_a_stop(world):
    issue = world.add_issue(("action", {"title": "", "body": "", "label": "Write back", "target": {}}))

    content = compose_issue(issue, now=NOW)

    assert content.findings[0].words == "The button “Write back” leads nowhere."


@pytest.mark.parametrize("items", [[], [("greeting", {"body": "<p>Only this.</p>"})]])
def test_an_issue_that_was_never_saved_can_be_composed(world, items):
    issue = Issue(
        newsletter=world.newsletter,
        subject="Not yet",
        items=[{"type": kind, "value": value} for kind, value in items],
    )

    content = compose_issue(issue, now=NOW)

    assert content.issue_id is None
    assert len(content.items) == len(items)


def test_what_may_not_be_published_may_not_be_mailed(world):
    blocks = [
        {"type": "vignette", "value": {"label": "", "body": "<p>A told case.</p>", "people": "", "basis": "unset"}}
    ]
    article = world.add_article("A Tuesday", blocks=blocks)
    issue = world.add_issue(("article", {"article": article.pk, "mode": "whole"}))

    finding = compose_issue(issue, now=NOW).findings[0]

    assert (finding.check, finding.level) == ("B14", Level.STOP)
    assert finding.block_id == issue.items[0].id
    assert finding.words.startswith("“A Tuesday”: ")
