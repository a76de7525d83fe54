"""What is asked of courses, and how they move."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from newsletter.core.courses.facts import CourseState
from newsletter.core.courses.moves import MOVES, Move
from series.models import SeriesPage, SeriesPart


class CourseQuerySet(models.QuerySet):
    def offered(self):
        """Those that anybody may begin today: open, and of a series that anybody may read."""
        readable = SeriesPage.objects.readable().order_by().values("pk")
        found = self.filter(state=CourseState.OPEN, takes_readers=True, series__in=readable)
        return found.select_related("series", "newsletter").order_by("series__title", "pk")

    def offered_of(self, series: SeriesPage):
        """The one in which anybody may get this series by mail, while there is one."""
        return self.offered().filter(series=series.pk).first()

    def running(self):
        return self.filter(state=CourseState.OPEN).select_related("series", "newsletter").order_by("pk")

    def waiting(self):
        """Those that were held and wait for a person's word."""
        return self.filter(state=CourseState.HELD).select_related("series").order_by("pk")

    def bringing(self, path: str):
        """Those whose series, or an article of it, stands at this path of the tree or below."""
        part = SeriesPart.objects.filter(series=OuterRef("series"), article__path__startswith=path)
        return self.filter(Q(series__path__startswith=path) | Exists(part))

    def going_on(self):
        """Those whose readers are under way, also while it rests or is held."""
        return self.filter(state__in=[CourseState.OPEN, CourseState.PAUSED, CourseState.HELD])

    def unfit(self):
        """Open ones of which a part has no letter that may leave, so that readers wait there."""
        return self.running().exclude(unfit={})

    def move(self, pk: int, move: Move, **fields) -> bool:
        """The course goes where the move leads; False when it was not where the move begins (compare-and-set)."""
        before, after = MOVES[move]
        return bool(self.filter(pk=pk, state__in=sorted(before)).update(state=after, **fields))
