"""The audience, counted: killed at any chunk, started by many, tampered with."""

from datetime import UTC, datetime

import pytest

from cms.clock import Now
from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason, State
from newsletter.core.turns import Turns
from newsletter.issues import allow_sending
from newsletter.models import ConsentEvent, Delivery, Exclusion, Issue, IssueEvent, Subscription
from newsletter.pipeline import expand
from newsletter.resolve import send_again
from newsletter.restore import settle_backup
from newsletter.send import start
from newsletter.subscriptions import leave
from tests.cast import suppress
from tests.factories import altered_copy, due_issue, states, unasked

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def due(cast):
    return due_issue(cast.newsletter)


@pytest.fixture
def many(cast, monkeypatch):
    """Nine readers more, and chunks of three."""
    monkeypatch.setattr(expand, "CHUNK", 3)
    for number in range(9):
        cast.add_reader(f"reader{number}")
    return due_issue(cast.newsletter)


def balance(issue):
    issue.refresh_from_db()
    return issue.candidates, Delivery.objects.of_issue(issue.pk).count(), Exclusion.objects.filter(issue=issue).count()


def test_chunks_add_up(many):
    start(many.pk, recheck=unasked)

    assert balance(many) == (13, 11, 2)
    assert many.state == State.HANDING_OVER


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_an_expansion_that_died_goes_on_where_it_was(many, chunks):
    expand.claim_issue(many.pk, recheck=unasked)
    for _ in range(chunks):
        expand._expand_chunk(many.pk, Turns({}))

    start(many.pk, recheck=unasked)

    assert balance(many) == (13, 11, 2)
    assert many.state == State.HANDING_OVER


def test_two_schedulers_start_one_issue_once(due):
    assert expand.claim_issue(due.pk, recheck=unasked)
    assert not expand.claim_issue(due.pk, recheck=unasked)
    assert IssueEvent.objects.filter(event="start").count() == 1


def test_two_expansions_at_once_take_turns(many):
    expand.claim_issue(many.pk, recheck=unasked)
    expand._expand_chunk(many.pk, Turns({}))
    expand._forget_earlier_plan(many.pk)  # the slower of the two comes late

    start(many.pk, recheck=unasked)

    assert balance(many) == (13, 11, 2)


def test_a_row_that_vanished_holds_the_issue(many):
    expand.claim_issue(many.pk, recheck=unasked)
    expand._expand_chunk(many.pk, Turns({}))
    Delivery.objects.first().delete()

    start(many.pk, recheck=unasked)

    assert balance(many)[1:] == (10, 2)
    assert (many.state, many.hold_reason) == (State.HELD, HoldReason.ACCOUNTING)


def test_who_confirms_after_the_start_is_no_candidate(cast, due):
    expand.claim_issue(due.pk, recheck=unasked)
    Subscription.objects.filter(pk=cast.readers["chidi"].pk).update(state="active", confirmed_at=Now())
    cast.add_reader("finn")

    start(due.pk, recheck=unasked)

    assert balance(due) == (4, 2, 2)


def test_who_leaves_after_the_start_is_excluded_with_that_reason(cast, due):
    expand.claim_issue(due.pk, recheck=unasked)
    Subscription.objects.filter(pk=cast.readers["ada"].pk).update(state="ended", ended_at=Now())

    start(due.pk, recheck=unasked)

    assert balance(due) == (4, 1, 3)
    assert Exclusion.objects.get(subscription=cast.readers["ada"]).reason == "left"


def test_a_reader_without_a_standing_consent_is_excluded(cast, due):
    ConsentEvent.objects.create(
        subscription=cast.readers["ada"], seq=2, action="withdrawn", method="page", given_on=due.send_at
    )

    start(due.pk, recheck=unasked)

    assert Exclusion.objects.get(subscription=cast.readers["ada"]).reason == "consent_missing"


def test_a_suppression_under_an_earlier_key_still_counts(cast, due, settings):
    suppress("ada@example.org")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer one"

    start(due.pk, recheck=unasked)

    assert states(due) == {"esra": "pending"}


def test_a_suppression_of_another_newsletter_does_not_count(cast, due):
    other = type(cast.newsletter).objects.create(name="Other", slug="other", from_name="O", from_email="o@example.org")
    suppress("ada@example.org", newsletter=other)

    start(due.pk, recheck=unasked)

    assert states(due) == {"ada": "pending", "esra": "pending"}


def test_an_issue_for_nobody_is_held(cast, due):
    Subscription.objects.filter(state="active").update(state="paused")

    start(due.pk, recheck=unasked)

    due.refresh_from_db()
    assert (due.state, due.hold_reason) == (State.HELD, HoldReason.NO_RECIPIENTS)


def test_an_altered_letter_is_held(due):
    Issue.objects.filter(pk=due.pk).update(compiled=altered_copy(due.compiled))

    start(due.pk, recheck=unasked)

    due.refresh_from_db()
    assert (due.state, due.hold_reason) == (State.HELD, HoldReason.ALTERED)
    assert Delivery.objects.count() == 0


def test_what_the_last_look_finds_holds_the_issue(due):
    start(due.pk, recheck=lambda _: Hold(reason=HoldReason.ITEM_PRIVATE, detail="Signs is private."))

    due.refresh_from_db()
    assert (due.state, due.hold_reason, due.hold_detail) == (State.HELD, HoldReason.ITEM_PRIVATE, "Signs is private.")


def test_sending_now_after_a_hold_writes_the_account_anew(cast, due):
    Subscription.objects.filter(state="active").update(state="paused")
    start(due.pk, recheck=unasked)
    Subscription.objects.filter(pk=cast.readers["ada"].pk).update(state="active")
    Issue.objects.move(due.pk, Event.SEND_NOW, **expand.fresh_start())

    start(due.pk, recheck=unasked)

    assert balance(due) == (4, 1, 3)
    assert due.state == State.HANDING_OVER


@pytest.fixture
def begun(due):
    """Its audience was written down, and then the process died, or a backup was made."""
    expand.claim_issue(due.pk, recheck=unasked)
    expand.expand_audience(due.pk)
    return due


def send_now(issue):
    Issue.objects.move(issue.pk, Event.SEND_NOW, **expand.fresh_start())
    start(issue.pk, recheck=unasked)
    issue.refresh_from_db()


def test_who_leaves_while_an_issue_is_held_is_no_trouble_for_its_account(cast, begun):
    Issue.objects.hold(begun.pk, Hold(reason=HoldReason.ERROR))
    leave(cast.readers["ada"].pk, method="one-click")

    send_now(begun)

    assert begun.state == State.HANDING_OVER
    assert states(begun) == {"ada": "cancelled left", "esra": "pending"}


def test_a_restored_issue_starts_with_those_in_doubt_and_those_who_are_sent_it_again(cast, begun):
    settle_backup([])
    allow_sending()
    theirs = Delivery.objects.filter(subscription=cast.readers["ada"])
    send_again(begun.pk, theirs, by=None, why="She says that she has nothing.")

    send_now(begun)

    assert begun.state == State.HANDING_OVER
    assert states(begun) == {"ada": "pending", "esra": "uncertain restored"}


def test_an_address_that_bounced_and_complained_is_suppressed_and_not_only_resting(cast, due):
    suppress("ada@example.org", reason="complaint")
    suppress("ada@example.org", reason="soft_bounces")

    start(due.pk, recheck=unasked)

    assert Exclusion.objects.get(subscription=cast.readers["ada"]).reason == "suppressed"


@pytest.mark.parametrize("over", [{"lifted_at": LONG_AGO}, {"until": LONG_AGO}])
def test_a_suppression_that_was_lifted_or_is_over_bars_nobody(cast, due, over):
    suppress("ada@example.org", **over)

    start(due.pk, recheck=unasked)

    assert states(due) == {"ada": "pending", "esra": "pending"}
