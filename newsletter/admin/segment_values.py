"""What a condition of a segment may be chosen from, as this newsletter has it today."""

from collections.abc import Callable, Mapping

from django.db.models import Count, Q

from newsletter.core.counts import FEW
from newsletter.core.issue_state import State
from newsletter.core.rules.fields import Field
from newsletter.core.rules.values import STATES
from newsletter.models import Issue, IssueItem, Newsletter, ReaderTag, Subscription
from newsletter.models.rule_conditions import HAD
from series.models import SeriesPart

MOST = 100
LATEST_ISSUES = 50

Choices = list[tuple[str, str]]


def choices_for(field: Field, newsletter: Newsletter, *, exactly: bool) -> Choices:
    """Values with their words. A word that only one to four readers have is offered to those who may see readers."""
    if field in _COLUMNS:
        return _words_of_readers(_COLUMNS[field], newsletter, at_least=1 if exactly else FEW)
    return _OFFERED[field](newsletter)


_COLUMNS = {
    Field.LANGUAGE: "subscriber__language",
    Field.ZONE: "subscriber__zone",
    Field.SOURCE: "subscriber__source",
}


def _words_of_readers(column: str, newsletter: Newsletter, *, at_least: int) -> Choices:
    rows = Subscription.objects.candidates(newsletter.pk).exclude(**{column: ""}).order_by().values(column)
    frequent = rows.annotate(n=Count("pk")).filter(n__gte=at_least).order_by("-n", column)
    return [(row[column], row[column]) for row in frequent[:MOST]]


def _states(_newsletter: Newsletter) -> Choices:
    return [(state, state) for state in STATES]


def _tags(_newsletter: Newsletter) -> Choices:
    return [(str(tag.pk), str(tag)) for tag in ReaderTag.objects.all()[:MOST]]


def _newsletters(newsletter: Newsletter) -> Choices:
    return [(str(one.pk), str(one)) for one in Newsletter.objects.exclude(pk=newsletter.pk)[:MOST]]


def _issues(newsletter: Newsletter) -> Choices:
    return [(str(issue.pk), str(issue)) for issue in _begun(newsletter)[:LATEST_ISSUES]]


def _parts(newsletter: Newsletter) -> Choices:
    shown = IssueItem.objects.filter(compiled__in=_begun(newsletter).order_by().values("compiled"), mode=HAD)
    parts = SeriesPart.objects.filter(uuid__in=shown.order_by().values("part_uuid")).select_related("series", "article")
    return [
        (str(part.uuid), f"{part.series}: {part.article}") for part in parts.order_by("series", "sort_order")[:MOST]
    ]


def _begun(newsletter: Newsletter):
    waiting = Q(state__in=[State.DRAFT, State.SCHEDULED]) | Q(started_at=None)
    return Issue.objects.filter(newsletter=newsletter).exclude(waiting).order_by("-started_at")


_OFFERED: Mapping[Field, Callable[[Newsletter], Choices]] = {
    Field.STATE: _states,
    Field.TAGS: _tags,
    Field.NEWSLETTERS: _newsletters,
    Field.ISSUES: _issues,
    Field.PARTS: _parts,
}
