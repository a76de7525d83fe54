import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.remote.probe import answers
from newsletter.conf import conf
from newsletter.management.processes import ProcessEnded, Processes
from newsletter.models import Heartbeat

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Run site, admin, scheduler, sender and worker in one terminal, until Ctrl-C."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        address = f"http://{HOST}:{settings.ENV.port}"
        if answers(f"{address}/"):
            raise CommandError(f"Something answers at {address} already. Stop it, or choose another PORT.")
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)  # the server will not begin without it
        Heartbeat.objects.all().delete()  # of runs that are over; those that live beat again within seconds
        try:
            with Processes(_commands(settings.ENV.port)) as processes:
                while not self._is_ready(address):
                    processes.watch()
                self.stdout.write(f"ready {address}/")
                self.stdout.flush()  # whoever waits for this line may read it from a pipe
                while True:
                    processes.watch()
        except ProcessEnded as ended:
            raise CommandError(str(ended)) from ended
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _is_ready(self, address: str) -> bool:
        beating = set(Heartbeat.objects.alive().values_list("kind", flat=True))
        return _awaited() <= beating and answers(f"{address}/") and answers(f"{address}/admin/login/")


def _awaited() -> set[str]:
    hears = {Heartbeat.Kind.INBOUND.value} if conf().hears_mail else set()
    return {Heartbeat.Kind.SCHEDULER.value, Heartbeat.Kind.SENDER.value} | hears


def _commands(port: int) -> dict[str, list[str]]:
    """What runs side by side; each is a production process too, started the same way."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    hears = {"inbound": [*manage, "run_inbound"]} if conf().hears_mail else {}
    return hears | {
        "site": [str(Path(sys.executable).with_name("granian")), *_site(port)],
        "scheduler": [*manage, "run_scheduler"],
        "sender": [*manage, "run_sender"],
        "worker": [*manage, "db_worker", "--queue-name", "*", "--no-reload", "--no-startup-delay"],
    }


def _site(port: int) -> list[str]:
    media_route = urlsplit(settings.MEDIA_URL).path.rstrip("/")
    return [
        "--interface=wsgi",
        f"--host={HOST}",
        f"--port={port}",
        "--log-level=error",
        "--blocking-threads=4",
        f"--static-path-route={media_route}",
        f"--static-path-mount={settings.MEDIA_ROOT}",
        "cms.config.wsgi:application",
    ]
