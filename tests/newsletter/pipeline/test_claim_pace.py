"""How fast letters are claimed: limits that were set, and what receivers ask for."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from cms.clock import database_now
from newsletter.core.content import Receipt, Stage
from newsletter.models import Delivery, Throttle, WarmUpDay
from newsletter.pipeline.claim import Patience, claim_deliveries
from newsletter.pipeline.record import record_receipts
from newsletter.send import start
from tests.factories import due_issue


@pytest.fixture
def issue(cast):
    row = due_issue(cast.newsletter)
    start(row.pk)
    return row


@pytest.fixture
def pace(settings):
    def choose(**values):
        settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], **values}}

    return choose


def spread(issue, *groups):
    """The issue's deliveries belong to these groups, in their order."""
    ids = Delivery.objects.filter(issue=issue).order_by("pk").values_list("pk", flat=True)
    for pk, group in zip(ids, groups, strict=True):
        Delivery.objects.filter(pk=pk).update(receiver=group)


def claimed(limit=10):
    return [Delivery.objects.get(pk=claim.ticket.delivery).receiver for claim in claim_deliveries(limit, run="a")]


def told(claim, reply, *, stage=Stage.RCPT):
    code, enhanced = int(reply[:3]), reply.split()[1]
    said = Receipt(delivery_id=claim.public_id, code=code, enhanced=enhanced, reply=reply, stage=stage)
    record_receipts([(claim, said)])


def test_without_limits_all_are_claimed_at_once(issue):
    assert len(claimed()) == 2
    assert not Throttle.objects.exists()


def test_a_limit_gives_one_bucket_and_says_how_long_to_wait(issue, pace):
    pace(per_second=2.0)
    patience = Patience()
    Throttle.objects.create(group="", tokens=1.0, refilled_at=database_now() + timedelta(seconds=5))

    assert len(claim_deliveries(10, run="a")) == 1
    assert claim_deliveries(10, run="b", patience=patience) == []
    assert 0 < patience.wait_s <= 0.5


def test_tokens_come_back_with_the_time_of_the_database(issue, pace):
    pace(per_second=2.0)
    Throttle.objects.create(group="", tokens=0, refilled_at=database_now() - timedelta(seconds=60))

    assert len(claimed()) == 1
    Throttle.objects.update(refilled_at=Now() - timedelta(seconds=1))
    assert len(claimed()) == 1


def test_a_limit_of_one_group_blocks_nobody_else(issue, pace):
    pace(receivers_per_second={"gmail": 0.001})
    spread(issue, "gmail", "example.org")
    Throttle.objects.create(group="gmail", tokens=0)

    assert claimed() == ["example.org"]


def test_a_receiver_that_says_later_is_closed_and_halved_once(issue):
    spread(issue, "gmail", "gmail")
    first, second = claim_deliveries(10, run="a")
    told(first, "421 4.7.28 Too many messages from you")
    row = Throttle.objects.get(group="gmail")
    told(second, "421 4.7.28 Too many messages from you")

    again = Throttle.objects.get(group="gmail")
    assert row.closed_until > database_now() + timedelta(minutes=4)
    assert (again.per_second, again.closed_until) == (row.per_second, row.closed_until)
    assert row.why == "421 4.7.28 Too many messages from you"


def test_while_a_group_is_closed_the_others_go_on(issue):
    spread(issue, "gmail", "example.org")
    Throttle.objects.create(group="gmail", closed_until=Now() + timedelta(minutes=5))

    assert claimed() == ["example.org"]
    Throttle.objects.update(closed_until=Now() - timedelta(seconds=1))
    assert claimed() == ["gmail"]


def test_a_slowed_receiver_recovers_while_it_is_quiet(issue):
    now = database_now()
    row = Throttle(group="gmail", per_second=1.0, slowed_at=now - timedelta(minutes=50))

    assert round(row.rate(now, most=None), 2) == 1.61
    assert row.rate(now, most=1.2) == 1.2


def test_letters_leave_also_months_after_a_receiver_asked_for_patience(issue):
    spread(issue, "gmail", "gmail")
    ago = Now() - timedelta(days=90)
    Throttle.objects.create(group="gmail", per_second=0.2, slowed_at=ago, refilled_at=ago, closed_until=ago)

    assert claimed() == ["gmail", "gmail"]


def test_who_complains_again_after_recovering_is_halved_from_todays_rate(issue):
    spread(issue, "gmail", "gmail")
    ago = Now() - timedelta(minutes=85)
    Throttle.objects.create(group="gmail", per_second=4.0, tokens=2, slowed_at=ago, closed_until=ago)
    first, *_ = claim_deliveries(1, run="a")
    told(first, "421 4.7.28 Too many messages from you")

    assert round(Throttle.objects.get().per_second, 2) == 4.29  # 4 x 1.1^8 / 2


def test_what_is_kept_of_a_complaint_names_no_reader(issue):
    spread(issue, "gmail", "gmail")
    first, second = claim_deliveries(2, run="a")
    told(first, "421 4.7.0 <ada@example.org> try later")
    told(second, "452 4.3.1 <esra@example.org> no room")

    kept = set(Throttle.objects.values_list("why", flat=True))
    assert kept == {"421 4.7.0 <…> try later", "452 4.3.1 <…> no room"}


def test_a_next_server_without_room_closes_the_route(issue):
    claim, other = claim_deliveries(10, run="a")
    told(claim, "452 4.3.1 Insufficient system storage")
    Delivery.objects.filter(pk=other.ticket.delivery).update(state="pending", lease_token=None, lease_until=None)

    assert claimed() == []
    assert Throttle.objects.get(group="").closed_until > database_now() + timedelta(minutes=4)


def test_a_new_domain_writes_to_its_newest_readers_first_and_no_more_than_its_day_allows(issue, pace):
    pace(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "gmail")
    newest = Delivery.objects.filter(issue=issue).order_by("-pk").values_list("pk", flat=True)[0]

    assert [claim.ticket.delivery for claim in claim_deliveries(10, run="a")] == [newest]
    assert claimed() == []
    assert WarmUpDay.objects.get(group="gmail").taken == 1


def test_each_group_warms_up_by_itself(issue, pace):
    pace(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "example.org")

    assert sorted(claimed()) == ["example.org", "gmail"]


def test_who_waits_at_a_screen_does_not_wait_for_a_warm_up(issue, pace):
    pace(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "gmail")
    WarmUpDay.objects.create(group="gmail", day=database_now().date(), taken=1)
    one = Delivery.objects.filter(issue=issue).first()
    Delivery.objects.filter(pk=one.pk).update(issue=None, priority=0)

    assert [claim.ticket.delivery for claim in claim_deliveries(10, run="a")] == [one.pk]
