import sys

from django.core.management.base import BaseCommand, CommandError

from newsletter.resolve import Heard, hear_relay_log


class Command(BaseCommand):
    help = "Read the mail log of the relay (Postfix): what it accepted is no longer uncertain. `-` is standard input."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", help="Such as /var/log/mail.log; the complete log of the time in question.")

    def handle(self, *, file: str, **options) -> None:  # noqa: ARG002 - Django's signature
        heard = hear_relay_log(sys.stdin) if file == "-" else self._read(file)
        self.stdout.write(f"Accepted by the relay: {heard.accepted:,}. Doubts settled: {heard.settled:,}.")

    def _read(self, file: str) -> Heard:
        try:
            with open(file, encoding="utf-8", errors="replace") as lines:  # noqa: PTH123 - a name, or a pipe's
                return hear_relay_log(lines)
        except OSError as unreadable:
            raise CommandError(f"{file} cannot be read: {unreadable.strerror}. Give the path of a mail log.") from None
