from django.core.management.base import BaseCommand, CommandError

from newsletter.issues import progress
from newsletter.models import Issue


class Command(BaseCommand):
    help = "Say how far an issue is: issue_status slow-letters 1"

    def add_arguments(self, parser) -> None:
        parser.add_argument("newsletter", help="The newsletter's slug.")
        parser.add_argument("number", type=int, help="The issue's number.")

    def handle(self, *, newsletter: str, number: int, **options) -> None:  # noqa: ARG002 - Django's signature
        issue = Issue.objects.filter(newsletter__slug=newsletter, number=number).first()
        if issue is None:
            raise CommandError(f"There is no issue {number} of {newsletter}. Look at its slug and number in the admin.")
        seen = progress(issue.pk)
        self.stdout.write(f"{issue}: {issue.get_state_display()}")
        self.stdout.write(seen.equation)
        self.stdout.write(", ".join(f"{line.count} {line.name}" for line in seen.deliveries))
        self.stdout.write(seen.words)
        if seen.waits_for:
            self.stdout.write(seen.waits_for)
