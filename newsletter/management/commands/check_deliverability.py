import json
import time
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from newsletter.conf import conf
from newsletter.core.deliverability import TITLES, Judged
from newsletter.core.deliverability.round_trip import TITLE
from newsletter.core.deliverability.verdicts import Says
from newsletter.deliverability import look
from newsletter.events.hear import hear_waiting
from newsletter.round_trip import is_on, latest, send_if_wished, wish

MARKS = {Says.GOOD: "good", Says.FIX: "FIX", Says.NOT_CHECKED: "not checked"}


PAUSE_S = 0.5


class Command(BaseCommand):
    help = (
        "Look at the sending domain from outside (SPF, DKIM, DMARC, PTR, MX, TLS); ends with 1 if anything is to fix."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--bounce", action="store_true", help="Mail a bounce to this site and wait until it is heard."
        )
        parser.add_argument("--json", action="store_true", help="The verdicts as one line of JSON.")

    def handle(self, **options) -> None:
        found = (_way_back(),) if options["bounce"] else look()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in found]))
        else:
            self._tell(found)
        to_fix = sum(each.verdict.says is Says.FIX for each in found)
        if to_fix:
            raise CommandError(f"{to_fix} to fix. The admin page “Sending domain” has the texts with a copy button.")

    def _tell(self, found: tuple[Judged, ...]) -> None:
        for each in found:
            verdict = each.verdict
            title = TITLES.get(each.check, TITLE)
            self.stdout.write(f"{MARKS[verdict.says]:<12}{title}, {each.subject}")
            self._under(verdict.words)
            for text in verdict.found:
                self._under(f"found:   {text}")
            for record in verdict.publish:
                self._under(f"publish: {record.name} {record.kind} {record.value}")
            for hint in verdict.hints:
                self._under(f"hint:    {hint}")

    def _under(self, words: str) -> None:
        self.stdout.write(f"{'':<12}{words}")


def _way_back() -> Judged:
    """Sent at once, and waited for as long as it may take; whoever asked a moment ago is joined."""
    wish()
    send_if_wished()
    while is_on():
        hear_waiting()
        time.sleep(PAUSE_S)
    return Judged(check="round_trip", subject=conf().bounce_domain, verdict=latest())
