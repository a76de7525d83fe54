"""The sending domain is looked at by a worker, kept with its age, and never twice for one wish."""

import json
from datetime import UTC, datetime, timedelta

import dns.resolver
import pytest
from django.core.management import CommandError, call_command

from cms.clock import Now, database_now
from newsletter import deliverability
from newsletter.core.deliverability.nights import latest_night
from newsletter.deliverability import look, look_if_wished, wish, wish_nightly
from newsletter.management.commands.run_scheduler import Scheduler
from newsletter.models import DomainLook, DomainVerdict, Subscription
from newsletter.prepare import preflight
from newsletter.send import deliver
from newsletter.tasks import wish_for_look
from tests.servers.smtp import recording_server


def says():
    return {row.check_name: row.says for row in DomainVerdict.objects.all()}


def aged(**ages):
    DomainLook.objects.update(**{f"{what}_at": Now() - age for what, age in ages.items()})


def test_everything_is_asked_and_kept(cast, zone_served):
    zone_served("good")
    look()

    assert says() == {
        **dict.fromkeys(["spf", "dkim", "dmarc", "reverse", "return_path"], "good"),
        **dict.fromkeys(["next_hop", "one_click", "last_letter"], "not_checked"),
    }
    assert DomainVerdict.objects.get(check_name="dkim").verdict.words == (
        "The key is the one that your mail server signs with."
    )


def test_a_look_replaces_what_was_known_and_remembers_when_it_was_good(cast, zone_served):
    zone_served("good")
    look()
    before = DomainVerdict.objects.get(check_name="spf")
    zone_served("spf-two")
    look()
    now = DomainVerdict.objects.get(check_name="spf")

    assert (now.pk, now.says, now.good_at) == (before.pk, "fix", before.at)
    assert now.verdict.publish[0].value == "v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 -all"


def test_offline_nothing_is_checked_and_nothing_is_forgotten(cast, zone_served):
    zone_served("good")
    look()
    zone_served("offline")
    look()

    spf = DomainVerdict.objects.get(check_name="spf")
    assert spf.says == "not_checked"
    assert spf.good_at < spf.at


def test_what_is_looked_at_no_longer_is_forgotten(cast, zone_served, settings):
    zone_served("good")
    look()
    zone_served("spf-relay")
    look()

    assert list(DomainVerdict.objects.filter(check_name="reverse").values_list("says", flat=True)) == ["not_checked"]


def test_the_newest_letter_is_made_for_nobody_and_is_in_order(cast, issue, transport, zone_served):
    zone_served("good")
    deliver(transport=transport, run="one", limit=10)
    look()

    assert says()["last_letter"] == "good"
    assert {"ada", "esra"} == {name for name in cast.readers if name in str(transport.kept)}
    assert "reader@example.org" not in str(transport.kept)


def test_the_way_out_is_tried_with_a_token_of_nobody(cast, live_server, zone_served, settings, monkeypatch):
    """The real site answers the real call: 200 in both encodings, and nobody has left."""
    zone_served("good")
    settings.PARTWISE = {**settings.PARTWISE, "cms": {**settings.PARTWISE["cms"], "base_url": live_server.url}}
    monkeypatch.setattr(deliverability, "is_public", lambda _: True)
    before = dict(Subscription.objects.values_list("pk", "state"))

    found = deliverability._pressed(live_server.url)

    assert dict(found.statuses) == {"A look": 200, "A press as a form": 200, "A press as multipart": 200}
    assert dict(Subscription.objects.values_list("pk", "state")) == before


def test_the_next_server_is_greeted(cast, zone_served, settings):
    with recording_server() as server:
        zone_served("good")
        own = {"transport": "smtp", "smtp_url": f"smtp://127.0.0.1:{server.port}?tls=none"}
        settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], **own}}
        look()

    assert DomainVerdict.objects.get(check_name="next_hop").subject == "127.0.0.1"
    assert not [command for command in server.commands if command.startswith("MAIL")]


def test_a_key_file_that_is_not_there_is_told_without_its_path(cast, zone_served, settings):
    zone_served("good")
    own = settings.PARTWISE["newsletter"]
    settings.PARTWISE = {
        **settings.PARTWISE,
        "newsletter": {**own, "dns": {**own["dns"], "dkim_key": "/nowhere/secret.pem"}},
    }
    look()

    hints = DomainVerdict.objects.get(check_name="dkim").hints
    assert any("PARTWISE_DKIM_KEY names cannot be read" in hint for hint in hints)
    assert "secret" not in str(hints)


def test_a_wish_within_a_minute_is_the_same_wish(db):
    assert wish()
    assert not wish()
    aged(asked=timedelta(seconds=61))
    assert wish()


def test_one_wish_is_one_look(cast, zone_served, monkeypatch):
    looked = []
    monkeypatch.setattr(deliverability, "look", lambda: looked.append(1))
    wish()

    for _ in range(3):
        look_if_wished()

    assert looked == [1]


def test_a_look_that_died_is_made_anew_with_the_next_wish(cast, monkeypatch):
    looked = []
    monkeypatch.setattr(deliverability, "look", lambda: looked.append(1))
    wish()
    look_if_wished()
    aged(asked=timedelta(minutes=5), begun=timedelta(minutes=4))

    assert DomainLook.objects.get().is_on
    wish()
    look_if_wished()
    assert looked == [1, 1]


def test_a_night_begins_at_three():
    before, after = datetime(2026, 11, 25, 2, 59, tzinfo=UTC), datetime(2026, 11, 25, 3, 0, tzinfo=UTC)

    assert latest_night(before) == datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert latest_night(after) == after


def test_once_a_night_however_many_ask(db):
    assert wish_nightly()
    assert not wish_nightly()
    aged(asked=timedelta(days=1, minutes=1))
    assert wish_nightly()


def test_the_scheduler_wishes_and_a_task_looks(cast, zone_served):
    zone_served("good")
    scheduler = Scheduler()

    scheduler.look()
    first = DomainVerdict.objects.get(check_name="spf").at
    scheduler.look()

    assert DomainVerdict.objects.get(check_name="spf").at == first
    assert not DomainLook.objects.get().is_on


def test_a_task_carries_nothing(cast, zone_served, django_assert_num_queries):
    zone_served("good")

    assert wish_for_look()
    assert not wish_for_look()


def test_the_command_says_what_to_publish_and_ends_with_a_fault(cast, zone_served, capsys):
    zone_served("spf-two")

    with pytest.raises(CommandError, match="1 to fix"):
        call_command("check_deliverability")

    told = capsys.readouterr().out
    assert "FIX         SPF: who may send, bounce.news.example.org" in told
    assert "publish: bounce.news.example.org TXT v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 -all" in told
    assert "not checked TLS" in told


def test_the_command_ends_well_where_nothing_is_to_fix(cast, zone_served, capsys):
    zone_served("good")

    call_command("check_deliverability", "--json")

    assert {each["verdict"]["says"] for each in json.loads(capsys.readouterr().out)} == {"good", "not_checked"}


def test_offline_the_command_ends_well_too(cast, zone_served, capsys):
    zone_served("offline")

    call_command("check_deliverability")

    assert "FIX" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "levels"),
    [("spf-two", {"W17": "hint"}), ("nothing-at-all", {"B1": "stop"}), ("offline", {}), ("good", {})],
)
def test_preflight_reads_what_was_found_and_asks_nobody(world, zone_served, monkeypatch, name, levels):
    issue = world.add_issue(("greeting", {"body": "<p>Good evening.</p>"}))
    zone_served(name)
    look()
    monkeypatch.setattr(dns.resolver, "resolve", lambda *_, **__: pytest.fail("a name server was asked"))

    found = preflight(issue, now=database_now())

    assert {each.check: each.level for each in found if each.check in {"B1", "W17"}} == levels


def test_old_knowledge_stops_no_letter(world, zone_served):
    issue = world.add_issue(("greeting", {"body": "<p>Good evening.</p>"}))
    zone_served("nothing-at-all")
    look()
    DomainVerdict.objects.update(at=Now() - timedelta(days=4))

    assert not [each for each in preflight(issue, now=database_now()) if each.check in {"B1", "W17"}]
