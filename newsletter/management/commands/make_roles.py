from django.core.management.base import BaseCommand

from newsletter.roles import make_roles


class Command(BaseCommand):
    help = "Make the groups of staff (Author, Editor, Publisher, Reader care, Administrator) or complete them."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        self.stdout.write(f"These groups have what their roles need: {', '.join(make_roles())}.")
