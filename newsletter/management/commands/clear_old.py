from django.core.management.base import BaseCommand

from newsletter.core.retention import RETENTION, english
from newsletter.retention import clear_old


class Command(BaseCommand):
    help = "Clear what is over its time (see the reference of what is kept); the scheduler does so every hour."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only count.")

    def handle(self, *, dry_run: bool, **options) -> None:  # noqa: ARG002 - Django's signature
        done = "would be cleared" if dry_run else "cleared"
        for kind, count in clear_old(dry=dry_run).items():
            self.stdout.write(f"{count:>9,} {done}: {kind}, kept {english(RETENTION[kind].period)}")
