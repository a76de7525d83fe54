from datetime import UTC, date, datetime, timedelta

import pytest

from cms.clock import Now, database_now
from newsletter import subscriptions
from newsletter.core.addresses import AddressRefused
from newsletter.models import ConsentEvent, Course, Enrollment, Subscriber, Subscription
from newsletter.pipeline import ways
from newsletter.send import start
from newsletter.subscriptions import Consent, ReaderRefused, enroll
from tests.cast import suppress
from tests.factories import due_issue, states, unasked


def yes(**changes):
    facts = {"action": "confirmed", "method": "staff", "wording": "Send me letters.", "given_on": database_now()}
    return Consent(**{**facts, **changes})


@pytest.fixture
def ada(cast):
    return cast.readers["ada"]


def test_enrolling_records_the_words_and_the_moment(cast):
    row = enroll(
        cast.newsletter, email="Finn@Example.org", consent=yes(evidence="a card at the door"), first_name="Finn"
    )

    line = ConsentEvent.objects.get(subscription=row)
    assert (row.state, row.subscriber.email_key) == ("active", "finn@example.org")
    assert (line.seq, line.wording, line.evidence) == (1, "Send me letters.", "a card at the door")


def test_enrolling_twice_is_one_subscription_with_two_lines(cast):
    rows = {enroll(cast.newsletter, email="finn@example.org", consent=yes()).pk for _ in range(2)}

    assert len(rows) == 1
    assert ConsentEvent.objects.filter(subscription__in=rows).count() == 2


def test_enrolling_a_paused_reader_leaves_the_pause(cast):
    assert enroll(cast.newsletter, email="dina@example.org", consent=yes()).state == "paused"


def test_an_older_consent_cannot_bring_back_one_who_left(cast, ada):
    subscriptions.leave(ada.pk, method="page")

    with pytest.raises(ReaderRefused, match="has left since"):
        enroll(cast.newsletter, email="ada@example.org", consent=yes(given_on=database_now() - timedelta(days=1)))


def test_a_newer_consent_brings_them_back(cast, ada):
    subscriptions.leave(ada.pk, method="page")
    consent = yes(given_on=database_now() + timedelta(seconds=1))

    assert enroll(cast.newsletter, email="ada@example.org", consent=consent).state == "active"


def test_a_new_consent_lifts_no_suppression(cast):
    suppress("ada@example.org", reason="complaint")
    enroll(cast.newsletter, email="ada@example.org", consent=yes())
    due = due_issue(cast.newsletter)
    start(due.pk, recheck=unasked)

    assert set(states(due)) == {"esra"}
    assert due.exclusions.get(subscription=cast.readers["ada"]).reason == "suppressed"


def test_an_odd_address_is_refused_with_words(cast):
    with pytest.raises(AddressRefused):
        enroll(cast.newsletter, email="nobody", consent=yes())


def test_a_leaving_can_be_undone_for_an_hour(ada):
    subscriptions.leave(ada.pk, method="page")
    Subscription.objects.filter(pk=ada.pk).update(ended_at=Now() - timedelta(minutes=61))

    assert not subscriptions.restore(ada.pk, method="page")


def test_there_is_nothing_to_undo_for_one_who_stayed(ada):
    assert not subscriptions.restore(ada.pk, method="page")


@pytest.fixture
def clock(monkeypatch):
    """A function: it is this moment, in UTC, for pauses and for courses."""

    def set_to(moment, second=0):
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC) + timedelta(seconds=second)
        for module in (subscriptions, ways):
            monkeypatch.setattr(module, "database_now", lambda: now)

    return set_to


def live_in(row, zone):
    Subscriber.objects.filter(pk=row.subscriber_id).update(zone=zone)


def state_of(row):
    return Subscription.objects.get(pk=row.pk).state


@pytest.mark.parametrize(
    ("zone", "until", "begins"),
    [
        ("Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00"),  # the day of the change
        ("Europe/Berlin", "2027-03-29", "2027-03-28T22:00:00"),  # behind it: an hour earlier
        ("Europe/Berlin", "2027-11-01", "2027-10-31T23:00:00"),  # and back
        ("America/New_York", "2027-03-15", "2027-03-15T04:00:00"),
        ("Africa/Cairo", "2027-04-30", "2027-04-29T22:00:00"),  # a day without a midnight
        ("Pacific/Kiritimati", "2027-03-28", "2027-03-27T10:00:00"),
        ("Pacific/Pago_Pago", "2027-03-28", "2027-03-28T11:00:00"),
    ],
)
def test_a_pause_ends_as_its_day_begins_where_the_reader_lives(ada, clock, zone, until, begins):
    live_in(ada, zone)
    Subscription.objects.filter(pk=ada.pk).update(state="paused", paused_until=until)

    clock(begins, second=-1)
    assert (subscriptions.lift_pauses(), state_of(ada)) == (0, "paused")
    clock(begins)
    assert (subscriptions.lift_pauses(), state_of(ada)) == (1, "active")
    assert subscriptions.lift_pauses() == 0


@pytest.mark.parametrize(("zone", "today"), [("Pacific/Auckland", "2027-02-02"), ("America/New_York", "2027-02-01")])
def test_ninety_days_count_from_the_readers_day_whatever_the_clocks_do_meanwhile(ada, clock, zone, today):
    live_in(ada, zone)
    clock("2027-02-01T23:30:00")
    here = date.fromisoformat(today)

    for days in (0, 91):
        with pytest.raises(ReaderRefused):
            subscriptions.pause(ada.pk, until=here + timedelta(days=days))
    subscriptions.pause(ada.pk, until=here + timedelta(days=90))
    assert state_of(ada) == "paused"


def test_who_made_the_pause_of_a_course_longer_in_that_moment_goes_on_resting(world, clock, monkeypatch):
    clock("2027-03-28T12:00:00")
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter, state="open")
    row = enroll(course, email="wilma@example.org", consent=yes())
    Subscription.objects.filter(pk=row.pk).update(state="paused", paused_until="2027-03-28")
    locked = subscriptions._locked

    def longer_before(pk):
        Subscription.objects.filter(pk=pk).update(paused_until="2027-04-20")
        return locked(pk)

    monkeypatch.setattr(subscriptions, "_locked", longer_before)
    assert (subscriptions.lift_pauses(), state_of(row)) == (0, "paused")


def test_a_course_keeps_its_place_and_its_wait_over_a_change_of_clocks(world, clock):
    clock("2027-03-20T12:00:00")
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter, state="open")
    row = enroll(course, email="wilma@example.org", consent=yes(), zone="Europe/Berlin", language="en")
    handed = datetime(2027, 3, 19, 12, tzinfo=UTC)
    part = world.parts["what"].uuid
    Enrollment.objects.update(last_part=part, last_handed_at=handed)

    subscriptions.pause(row.pk, until=date(2027, 4, 1))  # the next part was due as the 21st began: in 11 hours
    clock("2027-03-31T22:00:00")
    assert subscriptions.lift_pauses() == 1

    way = Enrollment.objects.get()
    assert (way.last_part, way.not_before) == (part, datetime(2027, 4, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize("days", [0, 91])
def test_a_pause_ends_within_ninety_days(ada, days):
    with pytest.raises(ReaderRefused):
        subscriptions.pause(ada.pk, until=subscriptions.today_of(ada.subscriber) + timedelta(days=days))


def test_one_who_left_cannot_pause(ada):
    subscriptions.leave(ada.pk, method="page")

    with pytest.raises(ReaderRefused):
        subscriptions.pause(ada.pk, until=database_now().date() + timedelta(days=7))


def test_a_pause_ends_on_its_day(ada):
    Subscription.objects.filter(pk=ada.pk).update(state="paused", paused_until=database_now().date())

    assert subscriptions.lift_pauses() == 1
    ada.refresh_from_db()
    assert (ada.state, ada.paused_until) == ("active", None)


def test_letters_that_wait_for_one_who_leaves_are_withdrawn_at_once(cast, issue, ada):
    subscriptions.leave(ada.pk, method="page")

    assert states(issue) == {"ada": "cancelled left", "esra": "pending"}
