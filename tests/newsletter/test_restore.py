"""An older backup is put back: what left since must not leave again, and who left must not come back."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.clock import database_now
from newsletter.core.issue_state import State
from newsletter.models import ConsentEvent, Subscriber, Subscription, Suppression
from newsletter.progress import progress
from newsletter.rights import erase_reader
from newsletter.send import deliver, start_due, sweep
from newsletter.subscriptions import leave
from newsletter.suppressions import find, lift, suppress
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, states, unasked
from tests.newsletter.importing.conftest import Importer


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    path = tmp_path / "departures.jsonl"
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], "journal": path}}
    path.touch()
    return path


def restored(*arguments):
    out, err = StringIO(), StringIO()
    call_command("ledger_after_restore", *arguments, "--yes", stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def state_of(row):
    return Subscription.objects.get(pk=row.pk).state


def test_nothing_that_was_open_leaves_again(issue):
    assert "Uncertain now: 2 deliveries." in restored()

    assert set(states(issue).values()) == {"uncertain restored"}
    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 0


def test_an_issue_that_was_leaving_says_what_nobody_knows(issue):
    restored()
    sweep()

    issue.refresh_from_db()
    assert issue.state == State.HANDED_OVER
    assert "of 2 nobody knows whether they left" in progress(issue.pk).words


def test_a_scheduled_issue_waits_for_a_person(cast):
    waiting = due_issue(cast.newsletter)

    restored()
    start_due(recheck=unasked)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.hold_reason) == (State.HELD, "restored")


def test_everything_is_stopped_until_a_person_allows_it(issue):
    restored()
    due = due_issue(issue.newsletter)
    start_due(recheck=unasked)

    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 0
    assert set(states(due).values()) == {"pending"}


def test_who_left_after_the_backup_is_gone_again(cast, journal):
    ada = cast.readers["ada"]
    leave(ada.pk, method="page")
    assert "ada" not in journal.read_text()
    Subscription.objects.filter(pk=ada.pk).update(state="active", ended_at=None, ended_reason="")

    assert "Gone again: 1 readers;" in restored()
    assert state_of(ada) == "ended"
    assert state_of(cast.readers["esra"]) == "active"


def test_who_said_yes_after_leaving_stays(cast):
    ada = cast.readers["ada"]
    leave(ada.pk, method="page")
    Subscription.objects.filter(pk=ada.pk).update(state="active", ended_at=None, ended_reason="")
    ConsentEvent.objects.create(
        subscription=ada, seq=9, action="confirmed", method="page", given_on=database_now() + timedelta(seconds=5)
    )

    restored()

    assert state_of(ada) == "active"


def test_of_two_journals_in_any_order_the_latest_departure_counts(cast, journal, tmp_path):
    ada = cast.readers["ada"]
    leave(ada.pk, method="page")
    earlier = tmp_path / "earlier.jsonl"
    earlier.write_text(journal.read_text().replace('["20', '["19', 1))
    Subscription.objects.filter(pk=ada.pk).update(state="active", ended_at=None, ended_reason="")

    assert "Gone again: 1 readers;" in restored(str(journal), str(earlier))


def test_a_torn_line_is_told_and_the_others_count(cast, journal):
    leave(cast.readers["ada"].pk, method="page")
    Subscription.objects.update(state="active", ended_at=None, ended_reason="")
    journal.write_text(journal.read_text() + '["2026-11')

    said = restored()

    assert "Line 2 of" in said
    assert "Gone again: 1 readers;" in said


def test_a_journal_that_is_not_there_is_named_and_nothing_is_done(issue):
    with pytest.raises(CommandError, match="cannot be read"):
        restored("/nowhere/departures.jsonl")

    assert set(states(issue).values()) == {"pending"}


def test_where_nobody_has_left_yet_that_is_said_and_the_rest_is_done(issue, journal):
    journal.unlink()

    assert "holds nobody yet" in restored()
    assert set(states(issue).values()) == {"uncertain restored"}


def test_without_yes_nothing_is_done(issue):
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("ledger_after_restore")

    assert set(states(issue).values()) == {"pending"}


def test_a_journal_that_cannot_be_written_keeps_nobody_from_leaving(cast, settings, caplog):
    own = settings.PARTWISE["newsletter"]
    a_folder = own["journal"].parent
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**own, "journal": a_folder}}

    assert leave(cast.readers["ada"].pk, method="one_click")
    assert "journal of departures cannot be written" in caplog.text


@pytest.mark.parametrize("reason", ["complaint", "objection"])
def test_who_refused_everything_after_the_backup_is_suppressed_again(cast, reason):
    suppress("ada@example.org", reason=reason)
    Suppression.objects.all().delete()

    assert "suppressed again: 1;" in restored()
    assert find("ada@example.org").active().get().reason == reason
    assert "suppressed again: 0;" in restored()


def test_who_was_erased_after_the_backup_is_erased_again_and_one_who_came_back_stays(cast):
    kept = Subscriber.objects.get(email="ada@example.org")
    facts = {"email": kept.email, "email_key": kept.email_key, "created_at": kept.created_at}
    erase_reader(kept)
    Subscriber.objects.bulk_create([Subscriber(**facts)])
    Subscriber.objects.filter(email=facts["email"]).update(created_at=facts["created_at"])

    assert "erased again: 1." in restored()
    assert not Subscriber.objects.filter(email="ada@example.org").exists()
    Subscriber.objects.create(email="ada@example.org")
    assert "erased again: 0." in restored()


@pytest.fixture
def importer(cast, staff):
    return Importer(cast, staff)


THERE = "email,status\nfay@example.org,unsubscribed\ngus@example.org,complained\nhal@example.org,bounced\n"


def barred(address):
    return set(find(address).active().values_list("reason", "newsletter_id"))


def test_who_left_or_complained_elsewhere_is_suppressed_again(importer, cast, journal):
    importer.whole(THERE)
    assert "example.org" not in journal.read_text()
    before = {address: barred(address) for address in ("fay@example.org", "gus@example.org")}
    Suppression.objects.all().delete()

    assert "suppressed again: 2;" in restored()
    assert before == {
        "fay@example.org": {("imported", cast.newsletter.pk)},
        "gus@example.org": {("complaint", None)},
    }
    assert {address: barred(address) for address in before} == before
    assert "suppressed again: 0;" in restored()


def test_an_import_that_was_taken_back_bars_nobody_after_a_restore(importer):
    suppress("ida@example.org", reason="complaint")
    importer.undone(importer.whole(THERE))
    Suppression.objects.all().delete()

    assert "suppressed again: 1;" in restored()
    assert not barred("fay@example.org")
    assert barred("ida@example.org") == {("complaint", None)}


def test_who_said_yes_here_after_the_import_is_not_barred_by_the_journal(importer, cast):
    importer.whole("email,status\nada@example.org,unsubscribed\n")
    Suppression.objects.all().delete()
    ConsentEvent.objects.create(
        subscription=cast.readers["ada"],
        seq=9,
        action="confirmed",
        method="page",
        given_on=database_now() + timedelta(seconds=5),
    )

    assert "suppressed again: 0;" in restored()


def test_what_a_person_lifted_stays_lifted(importer, staff):
    importer.whole(THERE)
    lift(find("fay@example.org").active().get().pk, by=staff, why="They wrote that they want it.")

    assert "suppressed again: 0;" in restored()
    assert not barred("fay@example.org")


def test_a_newsletter_that_the_backup_does_not_have_stands_in_nobodys_way(importer, cast, journal):
    importer.whole(THERE)
    journal.write_text(journal.read_text().replace(f", {cast.newsletter.pk}, ", ", 987654, "))
    Suppression.objects.all().delete()

    assert "suppressed again: 1;" in restored()
