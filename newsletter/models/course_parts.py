"""The parts of a course as the planner sees them, and a mark by which a change of anything is noticed."""

import json
from collections.abc import Mapping
from hashlib import sha256

from django.db.models import F

from newsletter.core.courses.facts import Delay, Part
from newsletter.models.compiled import CompiledIssue
from newsletter.models.courses import Course
from series.models import ArticlePage, SeriesPage, SeriesPart

_OF_SERIES = (
    *("title", "short_title", "kind", "label_word", "side_a_label", "side_b_label", "subject", "planned_total"),
    *("announce", "status", "discreet_subject", "live", "url_path"),
)
_OF_PART = (
    *("uuid", "article_id", "side", "label_override", "short_title", "subject", "preview_text", "send_after_days"),
    *("revision", "title", "since", "public"),
)


def parts_of(course: Course) -> tuple[Part, ...]:
    """In the order of the series. One without a letter that may leave waits like one that is not public."""
    return tuple(
        Part(
            uuid=str(row["uuid"]),
            live_since=row["since"] if row["public"] and str(row["uuid"]) not in course.unfit else None,
            days=row["send_after_days"],
        )
        for row in rows_of(course)
    )


def rows_of(course: Course) -> list[dict]:
    """What is known of each part: its own words and days, its article's revision, and whether anybody may read it."""
    if course.series_id is None:
        return []
    readable = SeriesPage.objects.readable().filter(pk=course.series_id).exists()
    rows = SeriesPart.objects.filter(series=course.series_id).order_by("sort_order", "pk")
    columns = {"revision": F("article__live_revision"), "title": F("article__title")}
    found = list(rows.annotate(**columns, since=F("article__first_published_at")).values(*_OF_PART[:-1]))
    articles = ArticlePage.objects.readable().filter(pk__in=[row["article_id"] for row in found])
    public = set(articles.order_by().values_list("pk", flat=True)) if readable else set()
    return [row | {"public": row["article_id"] in public} for row in found]


def letters_of_today(course: Course) -> dict[str, int]:
    """Part -> the frozen letter that may leave: its newest one, as long as it shows what is published."""
    found = {str(row["uuid"]): _letter_of_today(course, row) for row in rows_of(course) if row["public"]}
    return {part: letter for part, letter in found.items() if letter}


class Known:
    """Parts and letters of courses during one look at many readers: each course is asked once."""

    def __init__(self) -> None:
        self._parts: dict[int, tuple[Part, ...]] = {}
        self._letters: dict[int, dict[str, int]] = {}

    def parts(self, course: Course) -> tuple[Part, ...]:
        if course.pk not in self._parts:
            self._parts[course.pk] = parts_of(course)
        return self._parts[course.pk]

    def letter(self, course: Course, part: str) -> int | None:
        """The one that may leave; None while it is being made."""
        if course.pk not in self._letters:
            self._letters[course.pk] = letters_of_today(course)
        return self._letters[course.pk].get(part)


def steady_pace(course: Course) -> Delay | None:
    """What readers get who choose no pace: that of the course, or of its parts where all have the same; None if not."""
    found = {course.delay if own is None else Delay(own) for own in later_days(course)} or {course.delay}
    return found.pop() if len(found) == 1 else None


def later_days(course: Course) -> list[int | None]:
    """Of each part but the first: its own days after the part before, or None where it goes by the course."""
    parts = SeriesPart.objects.filter(series=course.series_id).order_by("sort_order", "pk")
    return list(parts.values_list("send_after_days", flat=True)[1:]) if course.series_id else []


def mark_of(course: Course) -> str:
    """Another one after any change of what its dates and letters stand on."""
    facts = [
        _columns(course, without={"seen_as", "unfit", "open_since", "changed_at", "state", "hold_detail"}),
        rows_of(course),
    ]
    facts += [_columns(course.newsletter), {name: getattr(course.series, name, None) for name in _OF_SERIES}]
    return sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()


def _letter_of_today(course: Course, row: Mapping) -> int | None:
    newest = (
        CompiledIssue.objects.of_part(row["uuid"], course_id=course.pk).values_list("pk", "source_revisions").first()
    )
    if newest is None or str(row["uuid"]) in course.unfit:
        return None
    return newest[0] if newest[1] == {str(row["article_id"]): row["revision"]} else None


def _columns(row, *, without: frozenset[str] | set[str] = frozenset()) -> Mapping[str, object]:
    fields = row._meta.concrete_fields  # noqa: SLF001 - Django's documented way to columns
    return {found.attname: found.value_from_object(row) for found in fields if found.attname not in without}
