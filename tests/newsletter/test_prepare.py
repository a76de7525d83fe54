from datetime import UTC, date, datetime, time

import pytest

from cms.core.findings import Level
from newsletter.core.issue_state import State
from newsletter.core.moments import TimeRefused
from newsletter.models import CompiledIssue, Issue
from newsletter.prepare import NotADraft, PreflightFailed, freeze, freeze_test, preflight

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
THURSDAY = {"local_date": date(2026, 6, 4), "local_time": time(7, 0), "zone": "Europe/Lisbon"}


def part(world, name):
    return "part", {"part": str(world.parts[name].uuid), "mode": "whole"}


@pytest.fixture
def issue(world):
    return world.add_issue(("greeting", {"body": "<p>Hello [[first_name|friend]].</p>"}), part(world, "signs"))


def frozen(issue, **changes):
    return freeze(issue.pk, **{**THURSDAY, "by": None, "now": NOW, **changes})


def test_freezing_gives_the_issue_its_bytes_and_its_time(issue):
    row = frozen(issue)

    issue.refresh_from_db()
    assert issue.state == State.SCHEDULED
    assert issue.compiled == row
    assert issue.send_at == datetime(2026, 6, 4, 6, 0, tzinfo=UTC)
    assert row.is_unaltered
    assert row.boundary.startswith("=_")


def test_a_frozen_row_gives_back_the_letter_that_was_compiled(issue):
    row = CompiledIssue.objects.get(pk=frozen(issue).pk)

    assert row.letter.subject == issue.subject
    assert row.letter.source_revisions == {int(page): rev for page, rev in row.source_revisions.items()}
    assert row.is_unaltered


def test_the_shown_articles_are_remembered(world, issue):
    shown = frozen(issue).shown.get()

    assert shown.article == world.parts["signs"].article
    assert shown.part_uuid == world.parts["signs"].uuid


def test_changing_an_article_afterwards_changes_no_byte(world, issue):
    before = frozen(issue).html
    article = world.parts["signs"].article
    article.title = "Something else"
    article.save_revision().publish()

    assert CompiledIssue.objects.get().html == before


def test_a_draft_among_the_items_refuses_the_freeze_and_changes_nothing(world):
    issue = world.add_issue(part(world, "back"))

    with pytest.raises(PreflightFailed, match=r"“Coming back slowly” is a draft.*Publish it or take it out"):
        frozen(issue)

    issue.refresh_from_db()
    assert issue.state == State.DRAFT
    assert not CompiledIssue.objects.exists()


def test_a_second_freeze_finds_that_it_is_not_a_draft(issue):
    frozen(issue)

    with pytest.raises(NotADraft):
        frozen(issue)

    assert CompiledIssue.objects.count() == 1


@pytest.mark.parametrize("changes", [{"local_date": date(2026, 5, 1)}, {"zone": "Mars/North"}])
def test_an_impossible_time_is_refused(issue, changes):
    with pytest.raises(TimeRefused):
        frozen(issue, **changes)


def test_a_test_is_frozen_from_a_draft_and_marked_in_its_subject(issue):
    row = freeze_test(issue.pk, by=None, now=NOW)

    issue.refresh_from_db()
    assert row.kind == CompiledIssue.Kind.TEST
    assert row.subject == f"[Test] {issue.subject}"
    assert issue.state == State.DRAFT


def test_an_unknown_merge_field_names_its_block(world):
    issue = world.add_issue(("greeting", {"body": "<p>Hello [[fist_name|friend]].</p>"}))

    finding = preflight(issue, now=NOW)[0]

    assert (finding.check, finding.level) == ("B4", Level.STOP)
    assert finding.block_id == issue.items[0].id


def test_a_good_issue_has_nothing_that_stops_it(issue):
    assert [finding for finding in preflight(issue, now=NOW) if finding.level is Level.STOP] == []


def test_nobody_to_write_to_stops_the_issue(world, issue):
    world.newsletter.subscriptions.update(state="ended")

    assert "B11" in {finding.check for finding in preflight(issue, now=NOW)}


def test_a_letter_above_the_clip_leaves_only_with_a_reason(world):
    article = world.add_article("Long", words="A sentence of some length. " * 4_500)
    issue = world.add_issue(("article", {"article": article.pk, "mode": "whole"}))

    with pytest.raises(PreflightFailed, match="Gmail cuts it off"):
        frozen(issue)
    row = frozen(issue, override="Our readers asked for the whole text.")

    assert any("Our readers asked" in finding.mend for finding in row.seen_findings)


def test_no_reason_lets_a_letter_pass_that_nobody_could_leave(world, issue):
    world.newsletter.postal_address = ""
    world.newsletter.save()

    with pytest.raises(PreflightFailed):
        frozen(issue, override="It is urgent.")


def test_unscheduling_makes_it_a_draft_that_can_be_frozen_again(issue):
    from newsletter.core.issue_state import Event

    frozen(issue)
    Issue.objects.move(issue.pk, Event.UNSCHEDULE)
    frozen(issue)

    assert CompiledIssue.objects.count() == 2
