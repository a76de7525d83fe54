import json
import time

from django.core.management.base import BaseCommand, CommandError

from newsletter.core.issue_state import State
from newsletter.core.progress import Progress
from newsletter.models import Issue
from newsletter.progress import progress

OVER = frozenset({State.HANDED_OVER, State.CANCELLED})
WAITS = frozenset({State.PAUSED, State.HELD})  # for a person, who is not at this terminal
LOOK_S = 1.0
BAR = 30  # characters


class Command(BaseCommand):
    help = "Say how far an issue is: issue_status slow-letters 1"

    def add_arguments(self, parser) -> None:
        parser.add_argument("newsletter", help="The newsletter's slug.")
        parser.add_argument("number", type=int, help="The issue's number.")
        parser.add_argument("--json", action="store_true", help="The figures as one line of JSON.")
        parser.add_argument(
            "--follow", action="store_true", help="A bar that moves until the issue is over, or waits for a person."
        )

    def handle(self, *, newsletter: str, number: int, **options) -> None:
        issue = Issue.objects.filter(newsletter__slug=newsletter, number=number).first()
        if issue is None:
            raise CommandError(
                f"There is no issue {number} of {newsletter}. Look at its slug and number in the admin; an issue gets "
                "its number when its letters begin to leave."
            )
        if options["follow"]:
            self._follow(issue)
        if options["json"]:
            self.stdout.write(json.dumps({"state": issue.state, **progress(issue.pk).as_json()}))
        else:
            self._tell(issue)

    def _follow(self, issue: Issue) -> None:
        """One line that is written over in a terminal, and a line for each change elsewhere."""
        over_and_over, said = self.stdout.isatty(), ""
        while True:
            issue.refresh_from_db(fields=["state"])
            line = bar(progress(issue.pk))
            if line != said:
                self.stdout.write(f"\r\x1b[K{line}" if over_and_over else line, ending="" if over_and_over else "\n")
                self.stdout.flush()
            if issue.state in OVER | WAITS:
                break
            said = line
            time.sleep(LOOK_S)
        self.stdout.write("" if not over_and_over else "\n", ending="")

    def _tell(self, issue: Issue) -> None:
        seen = progress(issue.pk)
        self.stdout.write(f"{issue}: {issue.get_state_display()}")
        self.stdout.write(seen.equation)
        self.stdout.write(", ".join(f"{line.count} {line.name}" for line in seen.deliveries))
        self.stdout.write(seen.words)
        for words in filter(None, (seen.pace, seen.last_trouble, seen.waits_for)):
            self.stdout.write(words)


def bar(seen: Progress) -> str:
    """[######........]  43 %  1,204 of 2,800  and, once it is known, how fast."""
    full = BAR * seen.percent // 100
    drawn = "#" * full + "." * (BAR - full)
    return (
        f"[{drawn}] {seen.percent:3d} %  {seen.ended:,} of {seen.recipients:,}  {seen.pace or seen.waits_for}".rstrip()
    )
