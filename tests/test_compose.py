"""The compose file names what exists, and gives every process the time that it needs to stop."""

import re
from pathlib import Path

from django.core.management import get_commands

from newsletter.management.processes import GRACE_S
from newsletter.tasks import AT_MOST_S

HOWTO = Path(__file__).resolve().parents[1] / "docs/howto"
COMPOSE = (HOWTO / "compose.yaml").read_text()
_BODY = COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:")[0]
SERVICES = dict(re.findall(r"^  (\w+):.*\n((?:    .*\n|\n)+)", _BODY, re.MULTILINE))


def grace_s(service):
    return int(re.search(r"stop_grace_period: (\d+)s", SERVICES[service])[1])


def test_every_kind_of_process_is_there():
    assert set(SERVICES) == {"migrations", "web", "scheduler", "sender", "worker", "database", "broker"}


def test_every_management_command_in_it_exists():
    named = set(re.findall(r"manage\.py (\w+)", COMPOSE))

    assert {"migrate", "run_scheduler", "run_sender"} <= named <= set(get_commands())


def test_a_sender_may_finish_what_it_has_begun():
    assert grace_s("sender") > GRACE_S


def test_a_worker_may_finish_its_wake_and_hear_the_last_answers():
    assert grace_s("worker") > AT_MOST_S + GRACE_S - 10


def test_every_setting_in_it_is_one_that_is_read():
    read = (HOWTO.parents[1] / "cms/config/env.py").read_text()
    given = set(re.findall(r"^    ((?:PARTWISE_)?[A-Z_]+): \S", COMPOSE, re.MULTILINE))

    assert {"DATABASE_URL", "PARTWISE_BROKER_URL", "SECRET_KEY"} <= given
    assert [name for name in sorted(given) if f'"{name}"' not in read] == []


def test_whatever_else_is_set_beside_the_file_reaches_every_process_of_the_product():
    shared = COMPOSE.partition("\nservices:\n")[0]

    assert "  env_file: .env" in shared
    ours = [name for name, body in SERVICES.items() if "<<: *partwise" in body]
    assert ours == ["migrations", "web", "scheduler", "sender", "worker"]


def test_the_how_to_names_the_times_that_the_code_has():
    page = (HOWTO / "more-than-one-machine.md").read_text()

    assert f"at most {GRACE_S:.0f} seconds" in page
    assert f"for at most {AT_MOST_S:.0f} seconds" in page
    assert int(re.search(r"TimeoutStopSec=(\d+)", page)[1]) > GRACE_S
