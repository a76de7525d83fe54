"""The letter of each part of a course, frozen as soon as it is published."""

from collections.abc import Mapping
from datetime import datetime

from cms.core.findings import stops
from newsletter.models import Course
from newsletter.models.course_parts import rows_of
from newsletter.pipeline.freeze_part import freeze_part
from newsletter.prepare import draft_of_part, new_boundary
from series.models import SeriesPart

OF_ISSUES_ALONE = frozenset({"B11"})  # whether anybody reads the newsletter that lends its voice


def freeze_parts(course: Course, *, now: datetime) -> Mapping[str, str]:
    """Every public part has a frozen letter that says what it says today; says which have none, and why."""
    public = [row["uuid"] for row in rows_of(course) if row["public"]]
    parts = SeriesPart.objects.filter(uuid__in=public).select_related("series", "article")
    reasons = {str(part.uuid): _frozen(part, course, now=now) for part in parts}
    return {uuid: why for uuid, why in reasons.items() if why}


def _frozen(part: SeriesPart, course: Course, *, now: datetime) -> str:
    """Nobody ticks questions here: they are kept with the letter, and only what stops it is said."""
    draft = draft_of_part(part, course, now=now)
    findings = tuple(finding for finding in draft.findings if finding.check not in OF_ISSUES_ALONE)
    bad = stops(findings)
    if draft.letter is None or bad:
        return " ".join(f"{finding.words} {finding.mend}" for finding in bad)
    freeze_part(course, draft.content, draft.letter, findings=findings, boundary=new_boundary())
    return ""
