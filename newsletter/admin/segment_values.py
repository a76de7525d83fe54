"""What a condition of a segment may be chosen from, as this newsletter has it today."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.db.models import Count, F, Q

from cms.languages import language_name
from newsletter.admin.segment_questions import Question
from newsletter.core.counts import FEW
from newsletter.core.issue_state import State
from newsletter.core.rules.fields import Field
from newsletter.core.rules.values import STATES, YES_NO
from newsletter.models import AttributeField, Issue, IssueItem, Newsletter, ReaderTag, Subscription
from newsletter.models.attribute_conditions import TEXT, told_attribute
from newsletter.models.imports import source_names
from newsletter.models.rule_conditions import HAD
from series.models import SeriesPart

MOST = 100
LATEST_ISSUES = 50

Choices = list[tuple[str, str]]


def choices_for(asks: Question, newsletter: Newsletter, *, exactly: bool) -> Choices:
    """Values with their words. A word that only one to four readers have is offered to those who may see readers."""
    at_least = 1 if exactly else FEW
    if asks.field is Field.TEXT_ATTRIBUTE:
        return _declared(asks.of) or _held(asks.of, newsletter, at_least=at_least)
    if asks.field is Field.LANGUAGE:
        return _languages(newsletter, at_least=at_least)
    if asks.field in _COLUMNS:
        return _words_of_readers(_COLUMNS[asks.field], newsletter, at_least=at_least)
    return _OFFERED[asks.field](newsletter)


_COLUMNS = {
    Field.ZONE: "subscriber__zone",
    Field.SOURCE: "subscriber__source",
}


def _words_of_readers(column: str, newsletter: Newsletter, *, at_least: int) -> Choices:
    held = _frequent(column, newsletter, at_least=at_least)
    return list(source_names(held).items()) if column == _COLUMNS[Field.SOURCE] else [(one, one) for one in held]


def _languages(newsletter: Newsletter, *, at_least: int) -> Choices:
    """Those that the site speaks, whoever reads in them today, and what else readers have."""
    spoken = [newsletter.language, *(code for code, _ in settings.LANGUAGES)]
    held = _frequent("subscriber__language", newsletter, at_least=at_least)
    return [(code, language_name(code)) for code in dict.fromkeys([*spoken, *held])]


def _frequent(column: str, newsletter: Newsletter, *, at_least: int) -> list[str]:
    """What readers have there, the most frequent first."""
    rows = Subscription.objects.candidates(newsletter.pk).exclude(**{column: ""}).order_by().values(column)
    counted = rows.annotate(n=Count("pk")).filter(n__gte=at_least).order_by("-n", column)
    return [row[column] for row in counted[:MOST]]


def _declared(slug: str) -> Choices:
    """The words of an attribute that is a choice."""
    row = AttributeField.objects.filter(slug=slug).first()
    return [(word, word) for word in row.choices] if row else []


def _held(slug: str, newsletter: Newsletter, *, at_least: int) -> Choices:
    """What readers of this newsletter have there."""
    candidates = Subscription.objects.candidates(newsletter.pk).order_by()
    rows = told_attribute(candidates, slug, column="subscriber__attributes").filter(kind__in=TEXT)
    counted = rows.values(said=F("held")).annotate(n=Count("pk")).filter(n__gte=at_least).order_by("-n", "said")
    return [(row["said"], row["said"]) for row in counted[:MOST]]


def _yes_no(_newsletter: Newsletter) -> Choices:
    return [(word, word) for word in YES_NO]


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
    Field.YES_NO_ATTRIBUTE: _yes_no,
}
