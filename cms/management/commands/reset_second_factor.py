from django.core.management.base import BaseCommand, CommandError

from cms.models import User
from cms.second_factor import has_factor, take_off


class Command(BaseCommand):
    help = "Take the second factor off somebody who lost phone and recovery codes; they set up a new one when asked."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options) -> None:  # noqa: ARG002 - Django's signature
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody logs in as {username}. Look at Settings, Users in the admin.")
        if not has_factor(user):
            raise CommandError(f"{username} has no second factor, so nothing was changed.")
        take_off(user)
        self.stdout.write(f"The second factor of {username} is off.")
