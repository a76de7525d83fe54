"""A real sender in a process of its own, for tests that kill it.

python tests/servers/sending.py SMTP_PORT STOP_S CONNECTIONS
"""

import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def run(port: str, stop_s: str, connections: str) -> None:
    django.setup()
    from newsletter.core.routes import smtp_route
    from newsletter.management.looping import Loop
    from newsletter.models import Heartbeat
    from newsletter.sender import Sender
    from newsletter.transports.patience import Patience
    from newsletter.transports.smtp import SmtpTransport

    loop = Loop(Heartbeat.Kind.SENDER)
    patience = Patience(stop_s=float(stop_s), stopping=loop.stopping)
    route = smtp_route(f"smtp://127.0.0.1:{port}")
    transport = SmtpTransport(route, name="here.example", patience=patience, connections=int(connections))
    sender = Sender(transport, run=loop.run, stopping=loop.interrupted, rest=loop.rest)
    try:
        loop.until_stopped(sender.look)
    finally:
        transport.close()


if __name__ == "__main__":
    run(*sys.argv[1:])
