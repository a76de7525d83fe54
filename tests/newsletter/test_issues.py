"""What a person may do with an issue, and what they are told about it."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.clock import Now, database_now
from newsletter import issues
from newsletter.core.issue_state import HoldReason, State
from newsletter.issues import IssueRefused
from newsletter.models import Delivery, Issue, IssueEvent, Throttle, WarmUpDay
from newsletter.progress import progress
from newsletter.send import deliver, start, sweep
from tests.factories import altered_copy, due_issue, states, unasked


@pytest.fixture
def mara(django_user_model):
    return django_user_model.objects.create_user("mara", "mara@example.org", "a long password for tests")


def state(issue):
    issue.refresh_from_db()
    return issue.state


def test_a_paused_issue_lets_nothing_go_until_it_is_resumed(issue, mara, transport):
    issues.pause(issue.pk, by=mara, why="A typo.")
    assert deliver(transport=transport, run="a", limit=10) == 0

    issues.resume(issue.pk, by=mara)
    assert deliver(transport=transport, run="a", limit=10) == 2


def test_who_and_why_are_kept(issue, mara):
    issues.pause(issue.pk, by=mara, why="A typo.")

    line = IssueEvent.objects.get(event="pause")
    assert (line.actor, line.why, line.from_state, line.to_state) == (mara, "A typo.", "handing_over", "paused")


def test_pausing_what_is_paused_is_refused_with_words(issue, mara):
    issues.pause(issue.pk, by=mara)

    with pytest.raises(IssueRefused, match="is leaving"):
        issues.pause(issue.pk, by=mara)


def test_cancelling_says_what_had_left(issue, mara, transport):
    deliver(transport=transport, run="a", limit=1)

    seen = issues.cancel(issue.pk, by=mara)

    assert state(issue) == State.CANCELLED
    assert states(issue) == {"ada": "handed_over", "esra": "cancelled issue_cancelled"}
    assert (seen.handed_over, seen.balances) == (1, True)


def test_cancelling_twice_is_refused_and_changes_nothing(issue, mara):
    issues.cancel(issue.pk, by=mara)

    with pytest.raises(IssueRefused):
        issues.cancel(issue.pk, by=mara)
    assert IssueEvent.objects.filter(event="cancel").count() == 1


def test_a_late_issue_is_sent_now_by_a_person(cast, mara):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))
    start(late.pk, recheck=unasked)

    issues.send_now(late.pk, by=mara, why="Still worth it.")
    start(late.pk, recheck=unasked)

    assert state(late) == State.HANDING_OVER
    assert states(late) == {"ada": "pending", "esra": "pending"}


def test_sending_now_looks_at_the_frozen_bytes_once_more(cast, mara):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))
    start(late.pk, recheck=unasked)
    Issue.objects.filter(pk=late.pk).update(compiled=altered_copy(late.compiled))

    with pytest.raises(IssueRefused, match="is not what was frozen"):
        issues.send_now(late.pk, by=mara)
    assert state(late) == State.HELD


def give_new_time(issue, by):
    issues.set_new_time(
        issue.pk, local_date=date(2030, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=by, now=database_now()
    )
    issue.refresh_from_db()


def test_a_late_issue_gets_a_new_time_and_keeps_its_bytes(cast, mara):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))
    start(late.pk, recheck=unasked)
    give_new_time(late, mara)

    assert (late.state, late.hold_reason, late.held_at) == (State.SCHEDULED, "", None)
    assert (late.send_at, late.compiled.is_unaltered) == (datetime(2030, 6, 4, 6, tzinfo=UTC), True)
    assert IssueEvent.objects.get(event="set_new_time").actor == mara


def test_an_issue_with_a_new_time_starts_anew_and_once(cast, mara):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))
    start(late.pk, recheck=unasked)
    give_new_time(late, mara)
    Issue.objects.filter(pk=late.pk).update(send_at=database_now() - timedelta(minutes=1))
    start(late.pk, recheck=unasked)
    start(late.pk, recheck=unasked)

    assert states(late) == {"ada": "pending", "esra": "pending"}


def test_bytes_that_were_altered_while_it_waited_are_found_at_the_start(cast, mara):
    late = due_issue(cast.newsletter, late=timedelta(hours=7))
    start(late.pk, recheck=unasked)
    give_new_time(late, mara)
    soon = database_now() - timedelta(minutes=1)
    Issue.objects.filter(pk=late.pk).update(send_at=soon, compiled=altered_copy(late.compiled))
    start(late.pk, recheck=unasked)

    assert (state(late), late.hold_reason) == (State.HELD, HoldReason.ALTERED)


def test_an_issue_that_is_leaving_gets_no_new_time(issue, mara):
    issues.hold(issue.pk, HoldReason.COMPLAINTS)

    with pytest.raises(IssueRefused, match="not a way on"):
        give_new_time(issue, mara)
    assert state(issue) == State.HELD


def test_an_issue_stopped_underway_goes_on_and_does_not_start_anew(issue, mara):
    issues.hold(issue.pk, HoldReason.POLICY_REFUSALS, detail="4 of 60 answers object to us.")

    with pytest.raises(IssueRefused):
        issues.send_now(issue.pk, by=mara)
    issues.go_on(issue.pk, by=mara)

    assert (state(issue), issue.hold_reason, issue.held_at) == (State.HANDING_OVER, "", None)


def test_stopping_everything_stops_the_claims(issue, transport):
    call_command("stop_sending", stdout=StringIO())
    assert deliver(transport=transport, run="a", limit=10) == 0

    call_command("stop_sending", "--undo", stdout=StringIO())
    assert deliver(transport=transport, run="a", limit=10) == 2


def test_progress_balances_at_every_step(issue, transport):
    seen = [progress(issue.pk)]
    for _ in range(2):
        deliver(transport=transport, run="a", limit=1)
        seen.append(progress(issue.pk))
    sweep()

    assert [(each.candidates, each.pending, each.handed_over, each.excluded) for each in seen] == [
        (4, 2, 0, 2),
        (4, 1, 1, 2),
        (4, 0, 2, 2),
    ]
    assert all(each.balances for each in seen)
    assert seen[0].seconds_left is None


def test_progress_says_what_it_waits_for(issue, mara):
    issues.pause(issue.pk, by=mara)

    assert progress(issue.pk).waits_for.startswith("Paused by mara at")


def test_the_command_prints_the_equation(issue):
    out = StringIO()

    call_command("issue_status", "slow-letters", 1, stdout=out)

    assert "4 candidates = 2 recipients + 2 exclusions (paused 1, suppressed 1)" in out.getvalue()
    assert "2 pending" in out.getvalue()


def test_the_command_does_not_know_an_issue_that_is_not_there(cast):
    with pytest.raises(CommandError, match="There is no issue 9"):
        call_command("issue_status", "slow-letters", 9)


def test_progress_says_who_asks_for_patience_and_until_when(issue):
    Delivery.objects.filter(issue=issue).update(receiver="gmail")
    Throttle.objects.create(
        route="memory", group="gmail", closed_until=Now() + timedelta(minutes=5), why="421 4.7.28 Too fast"
    )
    Throttle.objects.create(
        route="memory", group="apple", closed_until=Now() + timedelta(minutes=5), why="421 4.7.0 Later"
    )

    words = progress(issue.pk).waits_for
    assert words.startswith("gmail says later until ")
    assert words.endswith("UTC: 421 4.7.28 Too fast.")
    assert "apple" not in words

    Throttle.objects.update(route="mailgun")
    assert progress(issue.pk).waits_for.startswith("gmail (by mailgun) says later until ")


def test_progress_says_that_a_new_domain_goes_on_tomorrow(issue, settings):
    own = {**settings.PARTWISE["newsletter"], "warm_up": {"since": database_now().date(), "first_day": 200}}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}
    Delivery.objects.filter(issue=issue).update(receiver="gmail")
    WarmUpDay.objects.create(group="gmail", day=database_now().date(), taken=200)

    assert "gmail had 200 letters today; the rest goes on tomorrow." in progress(issue.pk).waits_for


def test_what_a_person_has_seen_does_not_stop_the_issue_again(issue, mara):
    for number in range(3):
        _answered(issue, number, state="refused", reason="hard")
    for number in range(3, 60):
        _answered(issue, number, state="handed_over")
    sweep()
    assert (state(issue), issue.hold_reason) == (State.HELD, HoldReason.HARD_BOUNCES)

    issues.go_on(issue.pk, by=mara, why="An old list; the rest is fine.")
    sweep()
    assert state(issue) == State.HANDING_OVER

    for number in range(60, 70):
        _answered(issue, number, state="refused", reason="hard")
    sweep()
    assert (state(issue), issue.hold_reason) == (State.HELD, HoldReason.ROUTE_REFUSES)


def _answered(issue, number, **fields):
    """One more delivery of the issue that has an answer."""
    fields |= {"purpose": "issue", "compiled": issue.compiled, "date_header": database_now()}
    Delivery.objects.create(
        issue=issue, dedupe_key=f"test:{number}", message_id=f"<{number}@x>", marked_at=Now(), ended_at=Now(), **fields
    )
