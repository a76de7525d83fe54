"""How fast letters are claimed: limits that were set, and what receivers ask for."""

from datetime import timedelta

import pytest

from cms.clock import Now, database_now
from newsletter.core.receipts import Receipt, Stage
from newsletter.core.turns import Turns
from newsletter.models import Delivery, Throttle, WarmUpDay
from newsletter.pipeline import expand
from newsletter.pipeline.claim import Patience, claim_deliveries
from newsletter.pipeline.record import record_receipts
from newsletter.progress import progress
from newsletter.send import deliver, start
from newsletter.transports.base import RouteFailed
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, unasked

HERE = "memory"  # the way of the test settings


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


def test_a_limit_gives_one_bucket_and_says_how_long_to_wait(issue, chosen):
    chosen(per_second=2.0)
    patience = Patience()
    Throttle.objects.create(route=HERE, group="", tokens=1.0, refilled_at=database_now() + timedelta(seconds=5))

    assert len(claim_deliveries(10, run="a")) == 1
    assert claim_deliveries(10, run="b", patience=patience) == []
    assert 0 < patience.wait_s <= 0.5


def test_tokens_come_back_with_the_time_of_the_database(issue, chosen):
    chosen(per_second=2.0)
    Throttle.objects.create(route=HERE, group="", tokens=0, refilled_at=database_now() - timedelta(seconds=60))

    assert len(claimed()) == 1
    Throttle.objects.update(refilled_at=Now() - timedelta(seconds=1))
    assert len(claimed()) == 1


def test_a_limit_of_one_group_blocks_nobody_else(issue, chosen):
    chosen(receivers_per_second={"gmail": 0.001})
    spread(issue, "gmail", "example.org")
    Throttle.objects.create(route=HERE, group="gmail", tokens=0)

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
    Throttle.objects.create(route=HERE, group="gmail", closed_until=Now() + timedelta(minutes=5))

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
    Throttle.objects.create(route=HERE, group="gmail", per_second=0.2, slowed_at=ago, refilled_at=ago, closed_until=ago)

    assert claimed() == ["gmail", "gmail"]


def test_who_complains_again_after_recovering_is_halved_from_todays_rate(issue):
    spread(issue, "gmail", "gmail")
    ago = Now() - timedelta(minutes=85)
    Throttle.objects.create(route=HERE, group="gmail", per_second=4.0, tokens=2, slowed_at=ago, closed_until=ago)
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


def test_what_a_server_asked_for_is_not_shortened_by_a_later_answer(issue):
    Throttle.objects.close_route(HERE, why="an hour", wait_s=3600)
    Throttle.objects.close_route(HERE, why="a second", wait_s=1)

    row = Throttle.objects.get(group="")
    assert row.closed_until > database_now() + timedelta(minutes=59)
    assert row.why == "an hour"


def test_another_way_has_limits_and_troubles_of_its_own(issue, chosen):
    spread(issue, "gmail", "example.org")
    Throttle.objects.create(route="mailgun", group="gmail", closed_until=Now() + timedelta(minutes=5))
    Throttle.objects.create(route="mailgun", group="", closed_until=Now() + timedelta(minutes=5))

    assert sorted(claimed()) == ["example.org", "gmail"]


def test_what_one_way_is_told_closes_no_other(issue, chosen):
    chosen(transport="smtp", smtp_url="smtp://relay.example.org:587")
    spread(issue, "gmail", "gmail")
    first, second = claim_deliveries(10, run="a")
    told(first, "421 4.7.28 Too many messages from you")
    told(second, "452 4.3.1 Insufficient system storage")

    assert set(Throttle.objects.values_list("route", "group")) == {
        ("relay.example.org", "gmail"),
        ("relay.example.org", ""),
    }
    Delivery.objects.update(state="pending", lease_token=None, lease_until=None, not_before=Now())
    assert claimed() == []
    chosen(transport="esp", esp={"slug": "mailgun", "key": "k", "secret": "", "options": ""})
    assert claimed() == ["gmail", "gmail"]
    assert set(Delivery.objects.values_list("route", flat=True)) == {"mailgun"}


def test_each_way_keeps_the_rate_that_was_set_for_it(issue, chosen):
    chosen(per_second=2.0)
    Throttle.objects.create(route=HERE, group="", tokens=0)
    assert claimed() == []

    chosen(transport="smtp", smtp_url="smtp://relay.example.org:587")
    claimed()
    assert sorted(Throttle.objects.values_list("route", flat=True)) == [HERE, "relay.example.org"]


def test_groups_take_turns_however_the_list_is_sorted(cast):
    for address in ("a1@gmail.com", "a2@gmail.com", "a3@gmail.com", "b1@yahoo.com", "b2@yahoo.com", "c@aol.de"):
        name, _, domain = address.partition("@")
        cast.add_reader(name, at=domain)
    issue = due_issue(cast.newsletter)
    start(issue.pk, recheck=unasked)
    Delivery.objects.filter(receiver="example.org").delete()

    assert claimed(limit=6) == ["gmail", "yahoo", "aol.de", "gmail", "yahoo", "gmail"]


def test_turns_go_on_where_an_expansion_was_killed(cast, monkeypatch):
    monkeypatch.setattr(expand, "CHUNK", 2)
    for number in range(3):
        cast.add_reader(f"a{number}", at="gmail.com")
    issue = due_issue(cast.newsletter)
    expand.claim_issue(issue.pk, recheck=unasked)
    while expand._expand_chunk(issue.pk, Turns(Delivery.objects.of_issue(issue.pk).by_group())):
        """Each time as a process that has just begun, and knows nothing of the one before."""
    expand.expand_audience(issue.pk)

    gmail = Delivery.objects.filter(receiver="gmail").order_by("pk").values_list("not_before", flat=True)
    issue.refresh_from_db()
    assert [(at - issue.started_at).microseconds for at in gmail] == [0, 1, 2]


def test_a_new_domain_writes_to_its_newest_readers_first_and_no_more_than_its_day_allows(issue, chosen):
    chosen(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "gmail")
    newest = Delivery.objects.filter(issue=issue).order_by("-pk").values_list("pk", flat=True)[0]

    assert [claim.ticket.delivery for claim in claim_deliveries(10, run="a")] == [newest]
    assert claimed() == []


def test_a_day_of_a_new_domain_counts_what_was_offered(issue, chosen):
    chosen(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "gmail")

    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 1
    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 0
    assert WarmUpDay.objects.get(group="gmail").taken == 1


def test_a_relay_that_is_away_uses_up_no_letters_of_the_day(issue, chosen):
    chosen(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "gmail")
    for _ in range(3):
        with pytest.raises(RouteFailed):
            deliver(transport=Away(), run="a", limit=10)

    assert not WarmUpDay.objects.filter(taken__gt=0).exists()
    assert "letters today" not in progress(issue.pk).waits_for
    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 1


class Away(MemoryTransport):
    """A next server that cannot be reached."""

    def offer(self, messages, *, mark):  # noqa: ARG002 - a transport's signature
        for _ in messages:
            raise RouteFailed("nobody answers")
        yield from ()


def test_each_group_warms_up_by_itself(issue, chosen):
    chosen(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "example.org")

    assert sorted(claimed()) == ["example.org", "gmail"]


def test_who_waits_at_a_screen_does_not_wait_for_a_warm_up(issue, chosen):
    chosen(warm_up={"since": database_now().date(), "first_day": 1})
    spread(issue, "gmail", "gmail")
    WarmUpDay.objects.create(group="gmail", day=database_now().date(), taken=1)
    one = Delivery.objects.filter(issue=issue).first()
    Delivery.objects.filter(pk=one.pk).update(issue=None, priority=0)

    assert [claim.ticket.delivery for claim in claim_deliveries(10, run="a")] == [one.pk]
