"""The process that takes in what comes by mail."""

import os
import signal
import smtplib  # noqa: TID251 - a mail server speaks LMTP with it
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsletter.events.mailbox import MailboxAway
from newsletter.management.commands import run_inbound
from newsletter.models import Heartbeat, InboundEvent
from tests.databases import database_url
from tests.newsletter.core.returned import report

MANAGE = Path(__file__).parents[3] / "manage.py"
PATIENCE_S = 60
MAILS = 6


def test_without_a_way_in_it_says_what_to_set(settings):
    with pytest.raises(CommandError, match="PARTWISE_LMTP or PARTWISE_BOUNCE_MAILBOX"):
        call_command("run_inbound")


def test_an_odd_way_in_is_told(settings):
    own = settings.PARTWISE["newsletter"]
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**own, "lmtp": "0.0.0.0:24"}}
    with pytest.raises(CommandError, match=r"127\.0\.0\.1"):
        call_command("run_inbound")


def test_a_mailbox_that_is_away_is_told_and_visited_again(caplog, monkeypatch):
    def away(route, *, keep):
        raise MailboxAway("TimeoutError at imap.example.org:993")

    monkeypatch.setattr(run_inbound, "fetch", away)
    visits = run_inbound.Visits(object())

    assert visits.look() is False
    assert "tries again" in caplog.text
    monkeypatch.setattr(run_inbound, "fetch", lambda *_, **__: pytest.fail("too early"))
    visits.look()


@pytest.fixture
def door():
    """A port, and a way to start the process that listens there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    facts = {"PARTWISE_LMTP": f"127.0.0.1:{port}", "DATABASE_URL": database_url()}
    environment = {**os.environ, **facts, "DJANGO_SETTINGS_MODULE": "cms.config.settings.test"}
    started = []

    def open_door():
        started.append(subprocess.Popen([sys.executable, MANAGE, "run_inbound"], env=environment))
        return started[-1]

    yield port, open_door
    for process in started:
        process.kill()
        process.wait()


def bring(port, raw):
    """Come again until it is taken, as a mail server does."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(OSError, smtplib.SMTPException), closing(smtplib.LMTP("127.0.0.1", port)) as client:
            client.sendmail("", ["fbl@bounce.example.org"], raw)
            return
        time.sleep(0.02)
    pytest.fail("Nobody took the mail.")


@pytest.mark.django_db(transaction=True)
def test_a_door_that_is_killed_again_and_again_loses_and_doubles_nothing(door):
    port, open_door = door
    process = open_door()
    for number in range(MAILS):
        raw = report(diagnostic=f"smtp; 550 5.1.1 number {number}")
        bring(port, raw)
        process.kill()
        process.wait()
        process = open_door()
        bring(port, raw)  # whoever gave no answer is asked again

    assert InboundEvent.objects.count() == MAILS
    assert Heartbeat.objects.filter(kind=Heartbeat.Kind.INBOUND).exists()


@pytest.mark.django_db(transaction=True)
def test_a_door_that_is_asked_to_stop_stops_and_its_log_names_nobody(door, capfd):
    port, open_door = door
    process = open_door()
    bring(port, report())
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=PATIENCE_S) == 0
    said = capfd.readouterr()
    assert "inbound stopped" in said.err
    assert "@" not in said.out + said.err
