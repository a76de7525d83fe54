"""An issue to a segment: frozen when it gets its time, accounted for to the last reader."""

from datetime import UTC, datetime, time

import pytest
from django.contrib.auth import get_user_model
from django.db.models import ProtectedError

from cms.clock import database_now
from newsletter import audience
from newsletter.audience import estimate
from newsletter.core.issue_state import State
from newsletter.core.rules.refusal import RuleRefused
from newsletter.issues import unschedule
from newsletter.models import Delivery, Exclusion, Issue, Newsletter, Segment, Subscriber
from newsletter.prepare import freeze
from newsletter.segments import AudienceRefused, estimate_of, frozen_audience
from newsletter.send import start
from tests.factories import due_issue, segment, unasked

NOW = datetime(2030, 6, 1, tzinfo=UTC)
WHEN = {"local_date": datetime(2030, 6, 4, tzinfo=UTC).date(), "local_time": time(7), "zone": "Europe/Lisbon"}
EUROPE = {"field": "zone", "op": "in", "value": ["Europe/Lisbon", "Europe/Amsterdam", "Asia/Jerusalem"]}
LISBON = {"field": "zone", "op": "in", "value": ["Europe/Lisbon"]}
HAD_SIGNS = {"field": "parts", "op": "any_of", "value": ["6c1b5f5e-7f3c-4f60-9d49-1f0a0c5f2d11"]}


def addressed(cast, chosen):
    """An issue to this segment whose moment has come."""
    issue = due_issue(cast.newsletter)
    issue.segment = chosen
    frozen = frozen_audience(issue, by=None, now=database_now())
    Issue.objects.filter(pk=issue.pk).update(segment=chosen, audience=frozen)
    return issue


def account(issue):
    issue.refresh_from_db()
    readers = sorted(Delivery.objects.of_issue(issue.pk).values_list("subscription__subscriber__first_name", flat=True))
    reasons = sorted(Exclusion.objects.filter(issue=issue).values_list("reason", flat=True))
    return issue.candidates, issue.not_addressed, readers, reasons


def test_only_whom_the_segment_addresses_is_a_candidate_and_the_rest_is_counted(cast):
    issue = addressed(cast, segment(cast.newsletter, include=EUROPE))

    start(issue.pk, recheck=unasked)

    assert account(issue) == (3, 1, ["Ada"], ["paused", "suppressed"])
    assert issue.state == State.HANDING_OVER


def test_whom_the_segment_leaves_out_is_excluded_with_that_reason(cast):
    issue = addressed(cast, segment(cast.newsletter, exclude=LISBON))

    start(issue.pk, recheck=unasked)

    assert account(issue) == (4, 0, ["إسراء"], ["excluded_by_segment", "paused", "suppressed"])


def test_a_later_edit_of_the_segment_changes_nothing_that_is_scheduled(cast):
    chosen = segment(cast.newsletter, include=LISBON)
    issue = addressed(cast, chosen)
    chosen.rule = {"version": 1, "exclude": LISBON}
    chosen.save()

    start(issue.pk, recheck=unasked)

    assert account(issue)[2] == ["Ada"]


def test_who_moves_away_after_the_freeze_is_judged_as_they_are_at_the_start(cast):
    issue = addressed(cast, segment(cast.newsletter, include=LISBON))
    Subscriber.objects.filter(first_name="إسراء").update(zone="Europe/Lisbon")

    start(issue.pk, recheck=unasked)

    assert account(issue)[2] == ["Ada", "إسراء"]


def test_an_issue_can_go_to_those_whom_the_last_one_did_not_reach(cast):
    first = addressed(cast, segment(cast.newsletter, include=LISBON))
    start(first.pk, recheck=unasked)
    rest = segment(cast.newsletter, name="The rest", include={"field": "last_issues", "op": "none_of", "value": 1})

    second = addressed(cast, rest)
    start(second.pk, recheck=unasked)

    assert account(second)[2] == ["إسراء"]


@pytest.mark.parametrize("sides", [{"include": EUROPE}, {"exclude": LISBON}, {"include": EUROPE, "exclude": LISBON}])
def test_the_estimate_is_what_the_start_writes_down(cast, sides):
    chosen = segment(cast.newsletter, **sides)
    found = estimate_of(chosen, now=database_now())
    issue = due_issue(cast.newsletter)
    Issue.objects.filter(pk=issue.pk).update(audience={"segment": "x", "rule": chosen.rule, "words": ""})

    start(issue.pk, recheck=unasked)

    candidates, not_addressed, recipients, reasons = account(issue)
    assert (found.candidates, found.not_addressed, found.recipients) == (candidates, not_addressed, len(recipients))
    assert found.excluded == len(reasons)


def test_a_large_newsletter_is_counted_slice_by_slice_and_a_small_segment_of_it_exactly(cast, monkeypatch):
    monkeypatch.setattr(audience, "SPLIT_EXACTLY", 2)
    monkeypatch.setattr(audience, "SLICE", 3)
    near = segment(
        cast.newsletter, include={"field": "zone", "op": "in", "value": ["Europe/Amsterdam", "Europe/Lisbon"]}
    )

    everybody = estimate(cast.newsletter, at=database_now(), clock=lambda: 0.0)
    few = estimate_of(near, now=database_now())

    assert (everybody.readers, everybody.recipients, everybody.knows_suppressed) == (4, 3, False)
    assert (few.readers, few.candidates, few.recipients, few.knows_suppressed) == (4, 2, 1, True)


def test_when_the_time_is_up_the_count_says_that_there_may_be_more(cast, monkeypatch):
    monkeypatch.setattr(audience, "SPLIT_EXACTLY", 1)
    monkeypatch.setattr(audience, "SLICE", 2)
    clock = iter([0.0, 6.0])

    found = estimate(cast.newsletter, at=database_now(), clock=lambda: next(clock))

    assert (found.readers, found.is_complete) == (2, False)


def test_scheduling_keeps_the_rule_and_its_words_and_unscheduling_forgets_them(world):
    issue = _draft(world)
    chosen = segment(world.newsletter, include=EUROPE)

    freeze(issue.pk, by=None, now=NOW, segment=chosen, **WHEN)
    issue.refresh_from_db()

    assert issue.audience["rule"] == {"version": 1, "include": EUROPE, "exclude": None}
    assert issue.audience_words.startswith("Near Lisbon. Readers of whom this is so: time zone is “Europe/Lisbon”")
    unschedule(issue.pk, by=None)
    issue.refresh_from_db()
    assert (issue.audience, issue.segment) == (None, chosen)


def _draft(world):
    return world.add_issue(
        ("greeting", {"body": "<p>Hello [[first_name|friend]], this is the second of three letters.</p>"}),
        ("part", {"part": str(world.parts["signs"].uuid), "mode": "whole"}),
    )


def refused(cast, chosen, by=None):
    issue = due_issue(cast.newsletter)
    issue.segment = chosen
    with pytest.raises(AudienceRefused) as found:
        frozen_audience(issue, by=by, now=database_now())
    return str(found.value)


def test_a_segment_that_reaches_nobody_is_no_audience(cast):
    nobody = {"field": "language", "op": "in", "value": ["tlh"]}

    assert "has no reader who may be mailed now" in refused(cast, segment(cast.newsletter, include=nobody))


def test_a_segment_of_another_newsletter_is_no_audience(cast):
    other = Newsletter.objects.create(name="Other", slug="other")

    assert "belongs to another newsletter" in refused(cast, segment(other, include=EUROPE))


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "Pacific/Majuro"])
def test_who_may_not_see_readers_learns_of_a_tiny_segment_neither_one_nor_none(cast, zone):
    sam = get_user_model().objects.create_user("sam", "sam@example.org", "a long password for tests")
    tiny = segment(cast.newsletter, include={"field": "zone", "op": "in", "value": [zone]})

    assert refused(cast, tiny, by=sam).startswith("Fewer than 5 readers of the segment “Near Lisbon” may be mailed")


def test_a_rule_about_progress_needs_its_permission(cast):
    sam = get_user_model().objects.create_user("sam", "sam@example.org", "a long password for tests")

    assert "asks how far readers have read" in refused(cast, segment(cast.newsletter, exclude=HAD_SIGNS), by=sam)


def test_a_segment_that_an_issue_means_is_not_deleted_under_it(cast):
    chosen = segment(cast.newsletter, include=EUROPE)
    addressed(cast, chosen)

    with pytest.raises(ProtectedError):
        chosen.delete()


def test_what_is_no_rule_is_not_stored(cast):
    with pytest.raises(RuleRefused):
        segment(cast.newsletter, include={"field": "email", "op": "in", "value": ["ada@example.org"]})
    assert not Segment.objects.exists()
