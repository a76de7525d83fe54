from django.db import models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from cms.clock import Now
from newsletter.core.holds import Hold
from newsletter.core.issue_state import MOVES, Event, State
from newsletter.models.compiled import IssueItem
from newsletter.models.events import IssueEvent
from newsletter.models.newsletters import Newsletter
from series.models import ArticlePage

NUMBERLESS = frozenset({State.DRAFT, State.SCHEDULED, State.CANCELLED})
"""States of issues that nobody has read as a whole: none of them keeps a number, unless it was public before."""


class IssueQuerySet(models.QuerySet):
    def due(self, now):
        """Scheduled issues whose moment has come by `now`, earliest first."""
        return self.filter(state=State.SCHEDULED, send_at__lte=now).order_by("send_at", "pk")

    def move(self, pk: int, event: Event, *, by=None, why: str = "", **fields) -> bool:
        """The issue goes where the event leads from its state; False when another was faster (compare-and-set).

        `fields` are written along with the state; who and why stand in its events.
        """
        for way in (move for move in MOVES if move.event is event):
            with transaction.atomic():
                if self.filter(pk=pk, state=way.before).update(state=way.after, **fields):
                    IssueEvent.objects.create(
                        issue_id=pk, event=event, from_state=way.before, to_state=way.after, actor=by, why=why[:400]
                    )
                    self.model.objects.filter(pk=pk)._count(way.after)  # noqa: SLF001 - the same class
                    return True
        return False

    def _count(self, state: State) -> None:
        """Its number, given as its letters begin to leave and taken back from one that never comes into the archive.

        So an archive counts 1, 2, 3 in the order in which letters left, however many drafts were thrown away. Letters
        to a segment are counted as well, for staff to name them; the archive, where they do not stand, has a gap there.
        """
        if state is State.PREPARING:
            self._give_number()
        elif state in NUMBERLESS:
            read = IssueEvent.objects.filter(issue=OuterRef("pk"), event=Event.FINISH)
            self.filter(~Exists(read)).update(number=None)

    def _give_number(self) -> None:
        waiting = self.filter(number=None).values_list("newsletter", flat=True).first()
        if waiting is None:
            return
        # Two issues of one newsletter that start together take turns. NO KEY: readers may join meanwhile.
        Newsletter.objects.select_for_update(no_key=True).get(pk=waiting)
        last = self.model.objects.filter(newsletter=waiting).aggregate(last=Max("number"))["last"]
        self.update(number=(last or 0) + 1)

    def hold(self, pk: int, hold: Hold, *, by=None) -> bool:
        """The issue waits for a person, with the reason; False when it was not there to be stopped."""
        facts = {"hold_reason": hold.reason, "hold_detail": hold.detail[:400], "held_at": Now()}
        return self.move(pk, Event.HOLD, by=by, why=hold.detail or hold.reason.value, **facts)

    def go_on(self, pk: int, *, by, why: str = "") -> bool:
        """A person has looked at what stopped it while it was leaving; False when it is not held any more."""
        free = {"hold_reason": "", "hold_detail": "", "held_at": None}
        return self.move(pk, Event.GO_ON, by=by, why=why, **free)

    def count_failure(self, pk: int) -> int:
        """One more start of it failed; says how many did since it got its time."""
        self.filter(pk=pk).update(failures=F("failures") + 1)
        return self.filter(pk=pk).values_list("failures", flat=True).first() or 0

    def same_day_as(self, issue, *, local_date):
        """Other issues of the same newsletter that leave, or left, on that day."""
        others = self.filter(newsletter=issue.newsletter, local_date=local_date).exclude(pk=issue.pk)
        return others.exclude(state__in=[State.DRAFT, State.CANCELLED])

    def scheduled_with(self, path: str):
        """Scheduled issues that show the page at this path of the tree, or one below it; earliest first."""
        shown = IssueItem.objects.filter(compiled=OuterRef("compiled"), article__path__startswith=path)
        return self.filter(Exists(shown), state=State.SCHEDULED).order_by("send_at", "pk")

    def running(self):
        """Issues whose letters are leaving, earliest first."""
        return self.filter(state=State.HANDING_OVER).order_by("send_at", "pk")

    def told_when_looked_at(self):
        """Each one says in `looked_at` when a person last let it go on after a hold; None if never."""
        looks = IssueEvent.objects.filter(issue=OuterRef("pk"), event=Event.GO_ON).order_by("-pk")
        return self.annotate(looked_at=Subquery(looks.values("at")[:1]))

    def left(self):
        """Issues of which letters have left or are leaving, newest first."""
        gone = self.filter(state__in=[State.HANDING_OVER, State.HANDED_OVER], compiled__isnull=False)
        return gone.order_by("-send_at", "-pk")

    def preparing(self):
        """Issues whose audience is being written down, by somebody or by nobody any more."""
        return self.filter(state=State.PREPARING).order_by("send_at", "pk")

    def locked(self, pk: int):
        """The issue, ours until the transaction ends; None if it is none of these any more."""
        return self.select_for_update().filter(pk=pk).first()

    def to_everybody(self):
        """Issues that are for all readers of their newsletter and not for a segment."""
        return self.filter(audience__isnull=True)

    def in_archive(self):
        """Issues that anyone may read on the site, newest first; a letter to some of the readers is theirs alone."""
        public = self.to_everybody().filter(state=State.HANDED_OVER, newsletter__archive_is_public=True)
        return public.select_related("newsletter").order_by("-send_at", "-pk")

    def not_withdrawn(self):
        """Without letters of which an article was taken back: unpublished, deleted or made private."""
        readable = ArticlePage.objects.readable().order_by().values("pk")
        taken_back = IssueItem.objects.filter(Q(article=None) | ~Q(article__in=readable), compiled=OuterRef("compiled"))
        return self.filter(~Exists(taken_back), compiled__isnull=False)
