"""Messages a second, end to end with the ledger on PostgreSQL, against Postfix's smtp-sink: `make bench-send`.

Each figure is made by one or two real `manage.py run_sender` processes that start with their letters already planned;
Django's SMTP backend sends the same letters over one open connection in the same run. The last line is a list of JSON
objects. SIZES="15 73", TRIPS="0 5 20" and MESSAGES=1000 say how much is measured.
"""

import json
import logging
import os
import signal
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the path comes first

from tests.bench.sink import Sink, sink, smtp_sink  # noqa: E402 - as above
from tests.torture.postgres import Cluster, Missing  # noqa: E402 - as above

SIZES_KB = tuple(int(size) for size in os.environ.get("SIZES", "15 73").split())
ROUND_TRIPS_MS = tuple(int(trip) for trip in os.environ.get("TRIPS", "0 5 20").split())
SENDERS = ((1, 1), (1, 4), (1, 16), (1, 64), (2, 64))  # processes, and the connections of all of them
EACH = {0: 150, 5: 60, 20: 30}  # messages of one connection, by the round trip
MOST = int(os.environ.get("MESSAGES", "1000"))  # of one figure
PATIENCE_S = 120
FULL = 0.9  # of a core: a sink that is so busy is what was measured


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What one sender did."""

    messages_per_s: float
    cpu_us: float
    peak_rss_mb: float


def main() -> None:
    if not smtp_sink():
        print("There is no smtp-sink here (Debian: postfix; .ci/mail_servers installs it), so nothing is measured.")
        return
    try:
        cluster = Cluster()
    except Missing as missing:
        print(f"Nothing is measured. {missing}")
        return
    with closing(cluster), tempfile.TemporaryDirectory(prefix="partwise-bench-") as folder:
        os.environ |= {
            "DATABASE_URL": cluster.url,
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
            "PARTWISE_VAR": folder,
            "PARTWISE_TRANSPORT": "smtp",
            "PARTWISE_SMTP_URL": "smtp://127.0.0.1:1",
            "PARTWISE_SENDING_DOMAIN": "letters.example.org",
        }
        django.setup()
        logging.disable(logging.WARNING)
        print(json.dumps(_figures()))


def _figures() -> list[dict]:
    from django.core.management import call_command

    from tests.cast import build_cast
    from tests.torture.ground import add_readers

    call_command("migrate", verbosity=0)
    newsletter = build_cast().newsletter
    add_readers(newsletter, MOST)
    print(" KB  ms senders conn.   ours/s django/s  ratio  CPU us    MB  sink's CPU")
    rows = []
    for size_kb in SIZES_KB:
        for rtt_ms in ROUND_TRIPS_MS:
            with sink(rtt_ms) as server:
                rows += _beside_django(newsletter, server, size_kb=size_kb, rtt_ms=rtt_ms)
    return rows


def _beside_django(newsletter, server: Sink, *, size_kb: int, rtt_ms: int) -> list[dict]:
    from tests.bench.letters import letter_of, send_with_django

    letter, rows = letter_of(size_kb), []
    began = time.monotonic()
    send_with_django(letter, port=server.port, count=EACH[rtt_ms] // 2)
    django_per_s = EACH[rtt_ms] // 2 / (time.monotonic() - began)
    for senders, connections in SENDERS:
        busy, began = server.cpu_s(), time.monotonic()
        count = min(MOST, EACH[rtt_ms] * connections)
        sent = _sent(newsletter, letter, server, senders=senders, connections=connections, count=count)
        share = (server.cpu_s() - busy) * sent.messages_per_s / count
        row = {
            "size_kb": size_kb,
            "rtt_ms": rtt_ms,
            "senders": senders,
            "connections": connections,
            "messages_per_s": round(sent.messages_per_s),
            "django_messages_per_s": round(django_per_s, 1),
            "ratio": round(sent.messages_per_s / django_per_s, 1),
            "peak_rss_mb": round(sent.peak_rss_mb),
            "cpu_us": round(sent.cpu_us),
        }
        rows.append(row)
        words = f"{share:.0%}" + (", so this measures the sink" if share > FULL else "")
        print("{:3} {:3} {:7} {:5} {:8} {:8} {:6} {:7} {:5}".format(*_in_order(row)), "", words, flush=True)
    return rows


def _in_order(row: dict) -> list:
    names = "size_kb rtt_ms senders connections messages_per_s django_messages_per_s ratio cpu_us peak_rss_mb"
    return [row[name] for name in names.split()]


def _sent(newsletter, letter, server: Sink, *, senders: int, connections: int, count: int) -> Sent:  # noqa: PLR0913
    """These senders, from their first mark to their last receipt; they share the connections."""
    from django.db import connection
    from django.db.models import Max, Min

    from newsletter.models import Delivery
    from tests.torture.ground import plant_deliveries

    issue = plant_deliveries(newsletter, count, letter=letter)
    rows = Delivery.objects.of_issue(issue.pk)
    connection.close()  # a child may not share it
    children = [_begin_a_sender(server.port, connections // senders) for _ in range(senders)]
    until = time.monotonic() + PATIENCE_S
    while rows.open().exists() and time.monotonic() < until:
        time.sleep(0.1)
    used = [_ended(child) for child in children]
    if rows.counts() != {"handed_over": count}:
        raise SystemExit(f"Of {count} messages some did not leave: {rows.counts()}")
    span = rows.aggregate(first=Min("marked_at"), last=Max("ended_at"))
    seconds = (span["last"] - span["first"]).total_seconds()
    cpu_s = sum(each.ru_utime + each.ru_stime for each in used)
    peak_mb = max(each.ru_maxrss for each in used) / 1024
    return Sent(messages_per_s=count / seconds, cpu_us=cpu_s / count * 1e6, peak_rss_mb=peak_mb)


def _begin_a_sender(port: int, connections: int) -> int:
    """The number of a child whose whole life is the product's own command, told where to send and how many at once."""
    child = os.fork()
    if not child:
        _be_a_sender(port, connections)
    return child


def _ended(child: int):
    os.kill(child, signal.SIGTERM)
    return os.wait4(child, 0)[2]


def _be_a_sender(port: int, connections: int) -> None:
    from django.conf import settings
    from django.core.management import call_command

    code = 1
    try:
        settings.PARTWISE["newsletter"] |= {"smtp_url": f"smtp://127.0.0.1:{port}", "smtp_connections": connections}
        call_command("run_sender")
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
