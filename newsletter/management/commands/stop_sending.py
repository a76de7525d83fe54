from django.core.management.base import BaseCommand

from newsletter.issues import allow_sending, stop_sending
from newsletter.tasks import wake, wake_sender


class Command(BaseCommand):
    help = "Stop everything at the next claim and at the next final dot; --undo lets letters leave again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--why", default="Stopped on the command line.", help="What people are told meanwhile.")
        parser.add_argument("--undo", action="store_true", help="Let letters leave again.")

    def handle(self, *, undo: bool, why: str, **options) -> None:  # noqa: ARG002 - Django's signature
        if undo:
            allow_sending()
            wake(wake_sender)
            self.stdout.write("Letters may leave again.")
        else:
            stop_sending(why=why)
            self.stdout.write("Everything is stopped. manage.py stop_sending --undo lets letters leave again.")
