from django.core.management.base import BaseCommand

from newsletter.roles import make_roles


class Command(BaseCommand):
    help = (
        "Make the groups of staff (Author, Editor, Publisher, Reader care, Administrator), or bring them up to date: "
        "what a role gives no longer is taken away, what somebody gave by hand stays. Groups that Wagtail brings "
        "(Editors, Moderators) are left alone: they give nothing of letters and readers, and may be deleted."
    )

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        made = make_roles()
        self.stdout.write(f"These groups have what their roles need: {', '.join(made)}.")
        for name, taken in made.items():
            if taken:
                self.stdout.write(f"Taken from {name}, because its role gives it no longer: {', '.join(taken)}.")
