"""In place of Wagtail's command of the same name, so that an old cron line takes the safe path."""

from django.core.management.base import BaseCommand
from wagtail.models import Revision

from cms.clock import database_now
from series.publish_due import publish_due


class Command(BaseCommand):
    help = "Publishes the pages that are due and takes down those that are past their end, one by one."

    def add_arguments(self, parser):
        parser.add_argument("--dryrun", action="store_true", help="Says how much is due and changes nothing.")

    def handle(self, *_args, **options):
        now = database_now()
        if options["dryrun"]:
            due = Revision.objects.filter(approved_go_live_at__lte=now).count()
            self.stdout.write(f"{due} to publish. Nothing was changed.")
            return
        for outcome in publish_due(now=now):
            self.stdout.write(f"{outcome.what}: {outcome.object_id} {outcome.words}".rstrip())
