"""A real sender in a process of its own, for tests that kill it: python tests/servers/sending.py SMTP_PORT STOP_S"""

import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def run(port: str, stop_s: str) -> None:
    django.setup()
    from newsletter.core.routes import smtp_route
    from newsletter.management.commands.run_sender import Sender
    from newsletter.management.looping import Loop
    from newsletter.models import Heartbeat
    from newsletter.transports.conversation import Patience
    from newsletter.transports.smtp import SmtpTransport

    loop = Loop(Heartbeat.Kind.SENDER)
    patience = Patience(stop_s=float(stop_s), stopping=loop.stopping)
    transport = SmtpTransport(smtp_route(f"smtp://127.0.0.1:{port}"), name="here.example", patience=patience)
    loop.until_stopped(Sender(loop, transport).look)


if __name__ == "__main__":
    run(*sys.argv[1:])
