"""A provider's list becomes suppressions, each for its reason; none is lifted, and a later yes holds."""

from datetime import UTC, datetime, timedelta

import pytest

from cms.clock import database_now
from newsletter.conf import conf
from newsletter.core.subscriber_files.list_rows import ListRow, ReadList
from newsletter.models import ConsentEvent, Suppression
from newsletter.provider_lists import CAME_BACK, take_list
from newsletter.suppressions import find, lift, suppress

AT = datetime(2020, 5, 3, 10, tzinfo=UTC)


def listed(*rows) -> ReadList:
    return ReadList(label="Postmark", rows=[ListRow(*row) for row in rows])


def row(line, name, reason, at=None, why=""):
    return (line, f"{name}@example.org", f"{name}@example.org", reason, at, why)


def journal() -> str:
    return conf().journal.read_text() if conf().journal.exists() else ""


def test_each_reason_has_its_scope(cast):
    found = listed(
        row(2, "pia", "hard_bounce"), row(3, "quin", "complaint"), row(4, "rosa", "imported"), row(5, "sol", "staff")
    )
    done = take_list(found, newsletter_id=cast.newsletter.pk, why="Moved.")

    assert done.new == 4
    scopes = {name: find(f"{name}@example.org").get() for name in ("pia", "quin", "rosa", "sol")}
    assert {name: kept.reason for name, kept in scopes.items()} == {
        "pia": "hard_bounce",
        "quin": "complaint",
        "rosa": "imported",
        "sol": "staff",
    }
    assert [kept.newsletter_id for kept in scopes.values()] == [None, None, cast.newsletter.pk, cast.newsletter.pk]
    assert {kept.evidence for kept in scopes.values()} == {"Postmark: Moved."}
    assert take_list(found, newsletter_id=None).groups[2].newsletter_id is None


def test_a_dry_run_changes_nothing_and_counts_the_same(cast):
    found = listed(row(2, "bram", "hard_bounce"), row(3, "pia", "hard_bounce"), row(4, "pia", "hard_bounce"))
    before = journal()
    dry = take_list(found, newsletter_id=None, dry=True)

    assert Suppression.objects.count() == 1
    assert journal() == before
    assert [(group.new, group.stood, group.doubled) for group in dry.groups] == [(1, 1, 1)]
    assert dry.groups[0].examples == ["b***@e***.org", "p***@e***.org", "p***@e***.org"]
    assert take_list(found, newsletter_id=None) == dry
    assert take_list(found, newsletter_id=None).new == 0


@pytest.mark.parametrize(
    ("at", "scope", "is_kept"),
    [(AT, True, True), (AT, False, True), (None, True, False), ("later", True, False)],
)
def test_a_yes_here_after_the_departure_there_holds(cast, at, scope, is_kept):
    at = database_now() + timedelta(days=1) if at == "later" else at
    found = listed(row(2, "ada", "imported", at))
    done = take_list(found, newsletter_id=cast.newsletter.pk if scope else None)

    assert done.left_out == ({2: CAME_BACK} if is_kept else {})
    assert find("ada@example.org").exists() is not is_kept


def test_a_complaint_counts_whatever_was_said_since(cast):
    take_list(listed(row(2, "ada", "complaint", AT)), newsletter_id=None)

    assert find("ada@example.org").get().reason == "complaint"


def test_nothing_is_lifted_and_what_staff_lifted_stays_on_record(cast, staff):
    lift(suppress("pia@example.org", reason="staff").pk, by=staff, why="They wrote.")
    suppress("quin@example.org", reason="objection")
    take_list(listed(row(2, "pia", "imported"), row(3, "quin", "hard_bounce")), newsletter_id=None)

    assert Suppression.objects.filter(lifted_at__isnull=False).count() == 1
    assert {kept.reason for kept in find("quin@example.org")} == {"objection", "hard_bounce"}


def test_who_left_or_complained_there_stands_in_the_journal(cast):
    before = journal()
    take_list(
        listed(row(2, "pia", "complaint"), row(3, "quin", "imported"), row(4, "rosa", "hard_bounce")),
        newsletter_id=None,
    )

    told = journal().removeprefix(before)
    assert told.count("complained_there") == 1
    assert told.count("left_there") == 1
    assert "@" not in told


def test_rows_that_stay_out_are_told_by_line(cast):
    done = take_list(listed(row(2, "pia", "", why="It was held against the sender.")), newsletter_id=None)

    assert (done.groups, done.left_out) == ([], {2: "It was held against the sender."})
    assert not ConsentEvent.objects.filter(subscription=None).exists()
