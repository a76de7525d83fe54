from django.core.management.base import BaseCommand, CommandError

from newsletter.models import ConsentEvent

SHOWN = 100


class Command(BaseCommand):
    help = "Walk every chain of consents and say where one was changed or taken out; ends with 1 if any was."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        found = 0
        for fault in ConsentEvent.objects.all().faults():
            found += 1
            if found <= SHOWN:
                self.stderr.write(fault)
        if found:
            raise CommandError(f"{found} faults. Compare with a backup; a consent that does not hold proves nothing.")
        self.stdout.write(f"{ConsentEvent.objects.count()} lines of consent hold.")
