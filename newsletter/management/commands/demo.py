from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.core.listing import counted
from cms.models import User
from newsletter.demo.course import load_course
from newsletter.demo.load import load_newsletter
from newsletter.models import Newsletter
from newsletter.progress import progress
from newsletter.roles import make_roles
from series.demo.load import load_demo

ZONE = "Europe/Lisbon"  # where the newsletter of the demo is written
LOGIN, PASSWORD = "mara", "slow letters, warm kitchens"  # printed for whoever tries the demo


class Command(BaseCommand):
    help = "Make the database, load the demo and say where to look. Run again, it changes nothing."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        make_roles()
        now = timezone.now()
        load_demo(now=now)
        newsletter = load_newsletter(now=now, author=_make_author())
        load_course(newsletter, now=now)
        self.stdout.write(_account(newsletter))
        self.stdout.write(_places(f"http://127.0.0.1:{settings.ENV.port}"))


def _make_author() -> User:
    """A log-in for whoever tries the demo. One that is there already keeps its password."""
    author, is_new = User.objects.get_or_create(
        username=LOGIN,
        defaults={"first_name": "Mara", "last_name": "Ellison", "email": "mara@example.org", "is_superuser": True},
    )
    if is_new:
        author.set_password(PASSWORD)
        author.save()
        UserProfile.objects.update_or_create(user=author, defaults={"current_time_zone": ZONE})
    return author


def _account(newsletter: Newsletter) -> str:
    """What became of the first issue, in one line."""
    found = progress(newsletter.issues.get(number=1).pk)
    reasons = ", ".join(line.name for line in found.left_out)
    states = ", ".join(f"{line.count} {line.name}" for line in found.deliveries)
    return (
        f"Issue 1: {counted(found.candidates, 'candidate')}, {counted(found.recipients, 'recipient')}, "
        f"{counted(found.excluded, 'exclusion')} ({reasons}). {states} to the outbox."
    )


def _places(address: str) -> str:
    return (
        f"Site      {address}/\n"
        f"Admin     {address}/admin/   log in as {LOGIN}, password: {PASSWORD}\n"
        f"Mailbox   {address}/mailbox/\n"
        f"API       {address}/api/v2/articles/"
    )
