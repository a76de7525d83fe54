"""What news of a letter does, and to whom: nobody is silenced by a forgery, and nobody pays for our own fault."""

from datetime import timedelta

import pytest

from cms.clock import database_now
from newsletter.core.delivery_state import Outcome, State
from newsletter.core.issue_state import HoldReason, State as IssueState
from newsletter.events.hear import PATIENCE, hear, hear_waiting
from newsletter.events.store import Door, store_mail
from newsletter.models import (
    AddressHealth,
    ConsentEvent,
    Delivery,
    DeliveryEvent,
    InboundEvent,
    Subscription,
    Suppression,
)
from newsletter.send import sweep
from newsletter.subscriptions import restore
from tests.newsletter.core.returned import complaint, holiday, plain, report

Verdict = InboundEvent.Verdict


def suppressed(reason):
    """Those of a reader who got a letter: the cast's Bram was suppressed before."""
    return Suppression.objects.filter(reason=reason).exclude(evidence="")


def test_a_missing_address_is_suppressed_at_once_and_the_letter_says_so(ada, row, hear):
    event = hear(report(), recipient=ada.envelope_from)

    assert (event.verdict, event.delivery, event.said) == (Verdict.APPLIED, row(), "550 5.1.1 <…>: no such user")
    assert (row().state, row().outcome, row().outcome_reason) == (State.HANDED_OVER, Outcome.BOUNCED, "hard")
    assert suppressed("hard_bounce").get().evidence == "550 5.1.1"
    line = DeliveryEvent.objects.get(delivery=row(), cause="evidence")
    assert line.evidence == {"event": "bounced", "reason": "hard", "code": 550, "enhanced": "5.1.1"}


@pytest.mark.parametrize("enhanced", ["5.7.1", "5.7.26", "5.7.515", "5.5.0", "5.6.0", "5.3.4", "4.7.0"])
def test_what_we_did_wrong_never_touches_the_reader(ada, row, hear, enhanced):
    hear(report(status=enhanced, diagnostic=f"smtp; 550 {enhanced} not from you"), recipient=ada.envelope_from)

    assert (row().outcome, row().outcome_reason) == (Outcome.BOUNCED, "policy")
    assert not suppressed("hard_bounce").exists()
    assert not AddressHealth.objects.exists()


def test_a_full_mailbox_is_counted_and_still_gets_letters(ada, row, hear):
    hear(report(status="5.2.2", diagnostic="smtp; 552 5.2.2 full"), recipient=ada.envelope_from)

    assert (row().outcome_reason, AddressHealth.objects.get().score) == ("soft", 1)
    assert Suppression.objects.count() == 1  # Bram's


def test_the_fifth_day_of_bounces_lets_the_address_rest_for_a_week(ada, row, hear):
    hear(report(status="5.2.2", diagnostic="smtp; 552 5.2.2 full"), recipient=ada.envelope_from)
    yesterday = database_now() - timedelta(days=1)
    AddressHealth.objects.update(score=4, counted_at=yesterday)
    Delivery.objects.filter(pk=row().pk).update(outcome=Outcome.NONE)

    hear(report(status="5.2.2", diagnostic="smtp; 552 5.2.2 still full"), recipient=ada.envelope_from)

    rest = suppressed("soft_bounces").get()
    assert timedelta(days=6, hours=23) < rest.until - database_now() <= timedelta(days=7)


@pytest.mark.parametrize("raw", [report(), complaint()])
def test_a_forgery_without_our_token_changes_nothing_and_is_not_kept(ada, row, hear, raw):
    forged = ada.envelope_from.replace("b+", "b+a", 1)

    event = hear(raw, recipient=forged)

    assert (event.verdict, event.raw, event.recipient) == (Verdict.NOT_OURS, None, "")
    assert row().outcome == Outcome.NONE
    assert Suppression.objects.count() == 1


def test_a_bounce_heard_twice_counts_once(ada, hear):
    raw = report(status="5.2.2", diagnostic="smtp; 552 5.2.2 full")
    assert hear(raw, recipient=ada.envelope_from).verdict == Verdict.APPLIED
    assert store_mail(raw, door=Door.LMTP, recipient=ada.envelope_from) is False
    AddressHealth.objects.update(counted_at=database_now() - timedelta(days=1))

    again = hear(report(status="5.2.2", diagnostic="smtp; 552 5.2.2 full again"), recipient=ada.envelope_from)

    assert (again.verdict, AddressHealth.objects.get().score) == (Verdict.KNOWN, 1)


def test_news_out_of_order_settle_on_the_gravest(ada, row, hear):
    hear(report(), recipient=ada.envelope_from)
    late = hear(report(action="delivered", status="2.0.0", diagnostic=""), recipient=ada.envelope_from)

    assert (late.verdict, row().outcome) == (Verdict.KNOWN, Outcome.BOUNCED)


def test_a_late_letter_is_only_noted(ada, row, hear):
    hear(report(action="delayed", status="4.4.1", diagnostic=""), recipient=ada.envelope_from)

    assert row().outcome == Outcome.DEFERRED
    assert not AddressHealth.objects.exists()


@pytest.mark.parametrize("raw", [holiday(), plain("hello", to="x@bounce.example.org")])
def test_a_holiday_greeting_changes_nothing(ada, row, hear, raw):
    event = hear(raw, recipient=ada.envelope_from)

    assert (event.verdict, row().outcome) == (Verdict.IGNORED, Outcome.NONE)


def test_a_complaint_ends_everything_for_good(ada, row, hear, cast):
    event = hear(complaint(original=f"Return-Path: <{ada.envelope_from}>"))

    ended = Subscription.objects.get(pk=cast.readers["ada"].pk)
    assert (event.verdict, row().outcome) == (Verdict.APPLIED, Outcome.COMPLAINED)
    assert (ended.state, ended.ended_reason) == ("ended", "complained")
    assert ConsentEvent.objects.filter(subscription=ended).last().method == "complaint"
    assert suppressed("complaint").get().newsletter is None
    assert restore(ended.pk, method=ConsentEvent.Method.PAGE) is False


def test_a_complaint_withdraws_the_letters_that_wait(ada, hear, cast, issue):
    waiting = Delivery.objects.get(subscription=cast.readers["ada"])
    fresh = {f.attname: getattr(waiting, f.attname) for f in waiting._meta.concrete_fields if f.name != "id"}
    fresh |= {"public_id": "00000000-0000-4000-8000-00000000000a", "dedupe_key": "next", "message_id": "<n@x>"}
    fresh |= {"state": "pending", "lease_token": None, "lease_until": None, "ended_at": None, "marked_at": None}
    Delivery.objects.bulk_create([Delivery(**fresh)])

    hear(complaint(original=f"Return-Path: <{ada.envelope_from}>"))

    assert Delivery.objects.get(dedupe_key="next").state == State.CANCELLED


def test_a_mail_to_the_unsubscribe_address_ends_this_newsletter_whatever_its_case(ada, hear, cast, settings):
    address = leaving_address_of(ada, settings)

    event = hear(plain("", to=address), recipient=address.upper())

    left = Subscription.objects.get(pk=cast.readers["ada"].pk)
    assert (event.verdict, left.state, left.ended_reason) == (Verdict.APPLIED, "ended", "left")
    assert ConsentEvent.objects.filter(subscription=left).last().method == "mailto"


def test_a_mail_to_the_unsubscribe_address_counts_however_large_it_is(ada, cast, settings):
    address = leaving_address_of(ada, settings)
    store_mail(plain("stop", to=address) + b"x" * 2_000_000, door=InboundEvent.Door.LMTP, recipient=address)
    hear_waiting()

    assert InboundEvent.objects.get().verdict == Verdict.APPLIED
    assert Subscription.objects.get(pk=cast.readers["ada"].pk).state == "ended"


def test_who_left_already_is_told_nothing_else(ada, hear, cast, settings):
    address = leaving_address_of(ada, settings)
    hear(plain("stop", to=address))
    assert hear(plain("please", to=address)).verdict == Verdict.KNOWN
    cast.readers["ada"].subscriber.delete()
    assert hear(plain("stop!", to=address)).verdict == Verdict.KNOWN


def test_a_return_path_is_no_way_to_leave(ada, hear, cast):
    hear(plain("unsubscribe", to=ada.envelope_from.replace("b+", "u+")))

    assert Subscription.objects.get(pk=cast.readers["ada"].pk).state == "active"


def test_a_letter_in_doubt_is_proved_by_whatever_comes_back(issue, hear, ada, row):
    doubtful(row())

    hear(holiday(), recipient=ada.envelope_from)

    assert row().state == State.HANDED_OVER


def test_a_bounce_that_is_faster_than_our_own_receipt_waits_for_it(letters, ada, row):
    kept = {f.attname: getattr(row(), f.attname) for f in row()._meta.concrete_fields}
    Delivery.objects.filter(pk=kept["id"]).delete()
    early = {**kept, "state": "marked", "ended_at": None, "lease_token": "a", "slot": 1, "lease_until": database_now()}
    Delivery.objects.bulk_create([Delivery(**early)])
    store_mail(report(), door=Door.LMTP, recipient=ada.envelope_from)

    hear_waiting()
    assert InboundEvent.objects.get().verdict == Verdict.WAITING
    Delivery.objects.filter(pk=kept["id"]).update(state="handed_over", ended_at=database_now(), lease_token=None)
    hear_waiting()
    assert InboundEvent.objects.get().verdict == Verdict.APPLIED


def test_news_of_a_letter_that_never_left_stop_waiting_after_an_hour(issue):
    waiting = Delivery.objects.filter(issue=issue).first()
    store_mail(report(original=f"Message-ID: {waiting.message_id}"), door=Door.MAILBOX)
    InboundEvent.objects.update(received_at=database_now() - PATIENCE - timedelta(seconds=1))

    hear_waiting()

    assert InboundEvent.objects.get().verdict == Verdict.NOT_EXPECTED


def test_an_old_address_of_a_reader_who_moved_is_nobodys(ada, row, hear, cast):
    reader = cast.readers["ada"].subscriber
    reader.email, reader.address_since = "ada@new.example.org", database_now()
    reader.save()

    event = hear(report(), recipient=ada.envelope_from)

    assert (event.verdict, row().outcome) == (Verdict.APPLIED, Outcome.BOUNCED)
    assert not suppressed("hard_bounce").exists()


def test_an_event_that_cannot_be_applied_keeps_no_other_waiting(ada, row, monkeypatch):
    store_mail(b"Subject: first\r\n\r\n", door=Door.MAILBOX)
    store_mail(report(), door=Door.LMTP, recipient=ada.envelope_from)
    first = InboundEvent.objects.last()
    InboundEvent.objects.filter(pk=first.pk).update(door=Door.PROVIDER)  # its bytes are no JSON

    hear_waiting()

    assert InboundEvent.objects.get(pk=first.pk).verdict == Verdict.FAILED
    assert row().outcome == Outcome.BOUNCED


def test_an_event_is_applied_once_by_whoever_comes_first(ada, row):
    store_mail(report(), door=Door.LMTP, recipient=ada.envelope_from)
    event = InboundEvent.objects.get()
    hear(event.pk)
    Delivery.objects.filter(pk=row().pk).update(outcome=Outcome.NONE)

    hear(event.pk)

    assert row().outcome == Outcome.NONE


def test_bounces_hold_an_issue_that_is_still_leaving(issue, letters, ada, hear, monkeypatch):
    monkeypatch.setattr("newsletter.core.breaker.FROM_ANSWERS", 1)
    type(issue).objects.filter(pk=issue.pk).update(state=IssueState.HANDING_OVER)

    hear(report(), recipient=ada.envelope_from)
    sweep()

    issue.refresh_from_db()
    assert (issue.state, issue.hold_reason) == (IssueState.HELD, HoldReason.HARD_BOUNCES)


def leaving_address_of(message, settings):
    """The second way of its List-Unsubscribe, which is there when somebody reads what arrives."""
    from newsletter.conf import token_keys
    from newsletter.core.tokens import mail_token

    row = Delivery.objects.get(public_id=message.delivery_id)
    token = mail_token(token_keys(), subscription=row.subscription.public_id.bytes, delivery=row.public_id.bytes)
    return f"u+{token}@{message.envelope_from.partition('@')[2]}"


def doubtful(row):
    """The same letter, marked and never answered."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    Delivery.objects.filter(pk=row.pk).delete()
    Delivery.objects.bulk_create([Delivery(**{**kept, "state": "uncertain", "reason": "no_answer"})])
