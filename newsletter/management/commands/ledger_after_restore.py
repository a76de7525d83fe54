from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsletter.conf import conf
from newsletter.core.departures import Departure, read_journal
from newsletter.restore import settle_backup


class Command(BaseCommand):
    help = "Run once after a backup was put back, before any sender starts: nobody is mailed twice, or after leaving."

    def add_arguments(self, parser) -> None:
        parser.add_argument("journals", nargs="*", help="Journals of departures; the installation's own if none.")
        parser.add_argument("--yes", action="store_true", help="Yes: everything stops until a person has looked.")

    def handle(self, *, journals: list[str], yes: bool, **options) -> None:  # noqa: ARG002 - Django's signature
        departures = [each for path in journals or self._own() for each in self._read(Path(path))]
        if not yes:
            raise CommandError(
                "This stops everything, holds scheduled issues and makes open deliveries uncertain. Add --yes to do it."
            )
        done = settle_backup(departures)
        self.stdout.write(
            f"Held {done.held:,} issues. Uncertain now: {done.doubted:,} deliveries. Gone again: {done.departed:,} "
            f"readers; suppressed again: {done.barred:,}; erased again: {done.erased:,}. "
            "Everything is stopped: look at the uncertain ones, then let letters leave on the Sending page."
        )

    def _own(self) -> list[Path]:
        path = conf().journal
        if path.exists():
            return [path]
        self.stderr.write(f"The journal of departures holds nobody yet: there is no {path}.")
        return []

    def _read(self, path: Path) -> list[Departure]:
        try:
            found = list(read_journal(path.read_text(encoding="ascii", errors="replace").splitlines()))
        except OSError as unreadable:
            raise CommandError(f"{path} cannot be read: {unreadable.strerror}. Give the journal's path.") from None
        for number in (each for each in found if isinstance(each, int)):
            self.stderr.write(f"Line {number} of {path} is torn and was passed over.")
        return [each for each in found if isinstance(each, Departure)]
