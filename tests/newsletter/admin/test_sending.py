"""The switch that stops everything, at the desk."""

import pytest
from django.urls import reverse

from cms.clock import Now
from newsletter.models import Delivery, Heartbeat, SendingSwitch
from newsletter.resolve import leave_it
from newsletter.send import deliver, start
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, states, unasked

ADDRESS = "/admin/newsletters/sending/"


@pytest.fixture
def leaving(world):
    issue = due_issue(world.newsletter)
    start(issue.pk, recheck=unasked)
    return issue


def choose(desk, choice, **fields):
    return desk.post(ADDRESS, {"choice": choice, **fields}, follow=True).content.decode()


def test_stopped_at_the_desk_nothing_leaves_until_it_is_allowed_again(desk, leaving):
    choose(desk, "stop", why="The relay is being moved.")
    assert deliver(transport=MemoryTransport(), run="a", limit=10) == 0

    choose(desk, "allow")
    deliver(transport=MemoryTransport(), run="a", limit=10)
    assert set(states(leaving).values()) == {"handed_over"}


def test_everyone_at_the_desk_is_told_by_whom_and_why(desk, leaving):
    choose(desk, "stop", why="The relay is being moved.")

    words = "Everything is stopped by mara: The relay is being moved."
    for address in (
        ADDRESS,
        reverse("newsletter_issues:list"),
        reverse("newsletter_issues:progress", args=[leaving.pk]),
    ):
        assert words in desk.get(address).content.decode()


def test_nothing_is_said_while_letters_may_leave(desk, leaving):
    choose(desk, "stop", why="The relay is being moved.")
    choose(desk, "allow")

    assert "stopped" not in desk.get(reverse("newsletter_issues:list")).content.decode()
    assert "Letters may leave." in desk.get(ADDRESS).content.decode()


def test_stopping_asks_for_a_reason(desk, leaving):
    assert "Say in a few words why" in choose(desk, "stop", why=" ")
    assert not SendingSwitch.objects.off().exists()


def test_an_unknown_choice_changes_nothing(desk):
    assert "not offered here" in choose(desk, "explode")
    assert not SendingSwitch.objects.off().exists()


def test_who_may_not_stop_sees_the_state_and_no_button(client, person):
    client.force_login(person("change_issue"))

    assert "Stop everything" not in client.get(ADDRESS).content.decode()
    choose(client, "stop")
    assert not SendingSwitch.objects.off().exists()


def test_the_processes_that_were_heard_are_listed(desk):
    page = desk.get(ADDRESS).content.decode()
    assert "No scheduler and no sender was heard" in page
    assert "Sending" in page.split("<main")[1].split("</header>")[0]

    Heartbeat.objects.beat("a" * 32, kind=Heartbeat.Kind.SENDER, host="mail-1", pid=42, tz_version="2026.1")
    assert "mail-1" in desk.get(ADDRESS).content.decode()


def test_issues_with_letters_in_doubt_or_turned_away_are_listed_until_somebody_settles_them(desk, leaving):
    assert "Nothing: every letter" in desk.get(ADDRESS).content.decode()
    ends = {"reason": "no_answer", "marked_at": Now(), "ended_at": Now()}
    Delivery.objects.filter(issue=leaving).update(state="uncertain", **ends)

    leaving.refresh_from_db()
    shown = desk.get(ADDRESS).content.decode()
    address = reverse("newsletter_issues:unsettled", args=[leaving.pk])
    assert f'<a href="{address}">Slow Letters, {leaving}</a></th><td>2</td><td>0</td><td>0</td>' in shown

    leave_it(leaving.pk, Delivery.objects.all(), by=None)
    assert "Nothing: every letter" in desk.get(ADDRESS).content.decode()


def test_an_address_that_does_not_exist_wants_nobodys_look(desk, leaving):
    Delivery.objects.filter(issue=leaving).update(state="refused", reason="hard", ended_at=Now())

    assert "Nothing: every letter" in desk.get(ADDRESS).content.decode()


def test_the_page_says_by_which_way_letters_leave_and_how_many_may_be_in_doubt(desk, settings):
    assert "Letters leave by memory." in desk.get(ADDRESS).content.decode()

    provider = {"slug": "resend", "key": "k", "secret": "", "options": "together=50"}
    own = {**settings.PARTWISE["newsletter"], "transport": "esp", "esp": provider}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}
    assert "up to 50 letters may be uncertain." in desk.get(ADDRESS).content.decode()

    own["esp"] = provider | {"options": "together=500"}
    assert "PARTWISE_ESP_OPTIONS says together=500." in desk.get(ADDRESS).content.decode()
