"""What a person, or evidence, makes of deliveries that did not end well."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cms.clock import Now
from newsletter import issues
from newsletter.core.issue_state import State
from newsletter.models import Delivery, DeliveryEvent
from newsletter.pipeline.sweep import finish_issues
from newsletter.resolve import NotResolved, hear_relay_log, leave_it, send_again, try_again
from newsletter.send import deliver, sweep
from tests.factories import states
from tests.locks import until_somebody_waits

ALL = Delivery.objects.all


@pytest.fixture
def mara(django_user_model):
    return django_user_model.objects.create_user("mara", "mara@example.org", "a long password for tests")


@pytest.fixture
def doubtful(issue, transport):
    """Ada's letter was marked and never answered; Esra's arrived; the issue is over."""
    deliver(transport=transport, run="a", limit=10)
    row = Delivery.objects.get(subscription__subscriber__email="ada@example.org")
    copy = {field: getattr(row, field) for field in ("message_id", "date_header")}
    _rewrite(row, state="uncertain", reason="no_answer")
    sweep()
    issue.refresh_from_db()
    assert issue.state == State.HANDED_OVER
    return row, copy


def _rewrite(row, **fields):
    """A delivery as it might have ended: handed over never changes, so its row is written anew."""
    fresh = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    Delivery.objects.filter(pk=row.pk).delete()
    Delivery.objects.bulk_create([Delivery(**{**fresh, **fields})])


def test_sent_again_keeps_its_message_id_and_date_and_opens_the_issue(doubtful, issue, mara, transport):
    row, before = doubtful

    assert send_again(issue.pk, ALL(), by=mara, why="The relay lost its disk.") == 1

    issue.refresh_from_db()
    assert issue.state == State.HANDING_OVER
    deliver(transport=transport, run="b", limit=10)
    sweep()
    issue.refresh_from_db()
    again = Delivery.objects.get(pk=row.pk)
    assert (states(issue)["ada"], issue.state) == ("handed_over", State.HANDED_OVER)
    assert {field: getattr(again, field) for field in before} == before
    assert transport.kept[-1].data.count(before["message_id"].encode()) == 1


def test_who_asked_and_why_is_a_line_of_the_ledger(doubtful, issue, mara):
    send_again(issue.pk, ALL(), by=mara, why="The relay lost its disk.")

    line = DeliveryEvent.objects.get(cause="person")
    assert (line.from_state, line.to_state, line.actor) == ("uncertain", "pending", mara)
    assert line.evidence["why"] == "The relay lost its disk."


def test_of_two_people_one_is_told_that_the_other_was_faster(doubtful, issue, mara):
    send_again(issue.pk, ALL(), by=mara, why="The relay lost its disk.")

    with pytest.raises(NotResolved, match="a moment ago"):
        send_again(issue.pk, ALL(), by=mara, why="The relay lost its disk.")


@pytest.mark.parametrize("why", ["", "  "])
def test_without_a_reason_nothing_is_sent_again(doubtful, issue, mara, why):
    with pytest.raises(NotResolved, match="why"):
        send_again(issue.pk, ALL(), by=mara, why=why)

    assert states(issue)["ada"] == "uncertain no_answer"


def test_nothing_of_a_cancelled_issue_is_sent_again(issue, mara, transport):
    deliver(transport=transport, run="a", limit=1)
    _rewrite(Delivery.objects.get(state="handed_over"), state="uncertain", reason="no_answer")
    issues.cancel(issue.pk, by=mara)

    with pytest.raises(NotResolved, match="was cancelled"):
        send_again(issue.pk, ALL(), by=mara, why="Try it.")

    assert states(issue)["ada"] == "uncertain no_answer"


def test_left_as_it_is_stays_uncertain_and_says_by_whom(doubtful, issue, mara):
    row, _ = doubtful

    assert leave_it(issue.pk, ALL(), by=mara) == 1
    assert leave_it(issue.pk, ALL(), by=mara) == 0

    row = Delivery.objects.get(pk=row.pk)
    assert (row.state, row.resolution, row.resolved_by) == ("uncertain", "by_hand", mara)
    issue.refresh_from_db()
    assert issue.state == State.HANDED_OVER


def test_other_issues_are_not_touched(doubtful, issue, mara):
    with pytest.raises(NotResolved):
        send_again(_another(issue).pk, ALL(), by=mara, why="The relay lost its disk.")

    assert states(issue)["ada"] == "uncertain no_answer"


def _another(issue):
    from tests.factories import due_issue

    return due_issue(issue.newsletter)


def test_refused_for_our_fault_is_tried_again_and_a_missing_address_is_not(issue, mara, transport):
    rows = Delivery.objects.order_by("pk")
    rows.filter(pk=rows[0].pk).update(state="refused", reason="policy", ended_at=Now(), attempts=3)
    rows.filter(pk=rows.last().pk).update(state="refused", reason="hard", ended_at=Now())

    assert try_again(issue.pk, Delivery.objects.worth_another_try(), by=mara, why="SPF is mended.") == 1

    deliver(transport=transport, run="b", limit=10)
    assert sorted(states(issue).values()) == ["handed_over", "refused hard"]


def test_a_line_of_the_relay_settles_a_doubt(doubtful, issue, tmp_path):
    row, before = doubtful
    log = tmp_path / "mail.log"
    log.write_text(
        f"Nov 25 07:00:01 mx postfix/cleanup[12]: 4A3B2C: message-id={before['message_id']}\n"
        "Nov 25 07:00:01 mx postfix/qmgr[13]: 4A3B2C: from=<b@example.org>, size=5120, nrcpt=1 (queue active)\n"
    )
    out = StringIO()

    call_command("read_relay_log", str(log), stdout=out)

    assert out.getvalue() == "Accepted by the relay: 1. Doubts settled: 1.\n"
    assert states(issue)["ada"] == "handed_over"
    assert DeliveryEvent.objects.get(delivery_id=row.pk, cause="evidence").to_state == "handed_over"


def test_a_log_about_others_settles_nothing(doubtful, issue):
    lines = [
        "Nov 25 07:00:01 mx postfix/cleanup[12]: 4A3B2C: message-id=<other@example.org>",
        "Nov 25 07:00:01 mx postfix/qmgr[13]: 4A3B2C: from=<b@example.org>, size=5120, nrcpt=1 (queue active)",
    ]

    assert hear_relay_log(lines).settled == 0
    assert states(issue)["ada"] == "uncertain no_answer"


def test_a_log_that_is_not_there_is_named(db):
    with pytest.raises(CommandError, match=r"nowhere\.log cannot be read"):
        call_command("read_relay_log", "/nowhere.log")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_an_issue_does_not_end_in_the_moment_in_which_one_of_its_letters_is_sent_again(issue, transport):
    deliver(transport=transport, run="a", limit=10)
    row = Delivery.objects.get(subscription__subscriber__email="ada@example.org")
    _rewrite(row, state="uncertain", reason="no_answer")
    with ThreadPoolExecutor(1) as sweeper:
        with transaction.atomic():
            send_again(issue.pk, ALL(), by=None, why="The relay lost its disk.")
            ends = sweeper.submit(finishing)
            until_somebody_waits()
        ends.result(timeout=20)

    issue.refresh_from_db()
    assert (states(issue)["ada"], issue.state) == ("pending", State.HANDING_OVER)


def finishing():
    try:
        finish_issues()
    finally:
        connection.close()
