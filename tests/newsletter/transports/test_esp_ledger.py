"""What a provider's answer means for everybody who sends: written in the ledger, kept by each."""

from datetime import timedelta

import pytest

from cms.clock import database_now
from newsletter.models import Delivery, Throttle, WarmUpDay
from newsletter.send import deliver, start
from newsletter.transports.base import RouteFailed
from tests.factories import due_issue, unasked
from tests.newsletter.transports.test_esp import to
from tests.servers.esp import recording_provider

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database_is_enough]


@pytest.fixture
def desk():
    with recording_provider("resend") as provider:
        yield provider


@pytest.fixture
def issue(cast):
    row = due_issue(cast.newsletter)
    start(row.pk, recheck=unasked)
    return row


def offered(desk, run, *, limit=10):
    return deliver(transport=to(desk), run=run, limit=limit)


def closed_for():
    return Throttle.objects.get(group="").closed_until - database_now()


def test_every_sender_stays_away_for_the_hour_that_a_provider_asks_for(desk, issue):
    desk.faults |= {"ada": "429", "esra": "429"}
    desk.retry_after = "3600"

    offered(desk, "a")

    assert timedelta(minutes=59) < closed_for() <= timedelta(hours=1)
    assert offered(desk, "b") == 0
    assert len(desk.calls) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"pending"}


def test_a_second_is_a_second(desk, issue):
    desk.faults |= {"ada": "429", "esra": "429"}
    desk.retry_after = "1"

    offered(desk, "a", limit=1)

    assert closed_for() <= timedelta(seconds=1)


def test_a_moment_is_understood_by_the_provider_s_own_clock(desk, issue):
    desk.faults |= {"ada": "429", "esra": "429"}
    desk.retry_after = "Fri, 31 Dec 2100 23:59:59 GMT"

    offered(desk, "a", limit=1)

    assert timedelta(hours=23) < closed_for() <= timedelta(days=1)


def test_a_key_that_is_refused_costs_no_letter_an_attempt_and_no_day_a_letter(desk, issue, settings):
    own = {**settings.PARTWISE["newsletter"], "warm_up": {"since": database_now().date(), "first_day": 200}}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}
    desk.faults |= {"ada": "401", "esra": "401"}

    with pytest.raises(RouteFailed):
        offered(desk, "a")

    assert set(Delivery.objects.values_list("state", "attempts")) == {("pending", 0)}
    assert not WarmUpDay.objects.filter(taken__gt=0).exists()
