"""An issue's audience, fixed when it gets its time: the segment's rule as it is now, if it may be used at all.

A segment goes only when no letter means it any more.
"""

import time
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from newsletter.audience import Estimate, estimate
from newsletter.core.counts import FEW
from newsletter.core.rules.notation import written_rule
from newsletter.models import Issue, Newsletter, Segment

MAY_SEE = "newsletter.view_subscriber"
USE_PROGRESS = "newsletter.use_progress_segments"

NOBODY = "Nobody would get this letter: the segment “{name}” has no reader who may be mailed now. Choose another one."
TOO_FEW = (
    "Fewer than {few} readers of the segment “{name}” may be mailed now. Somebody who may see readers has to "
    "schedule this letter, or choose a wider segment."
)
PROGRESS = (
    "The segment “{name}” asks how far readers have read. Somebody who may use such rules has to schedule this "
    "letter, or choose another segment."
)
ELSEWHERE = "The segment “{name}” belongs to another newsletter. Choose one of {newsletter}."


IN_USE = "{count} addressed to this segment: {issues}. Choose another audience there first."


class AudienceRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """No audience for this issue; the message is meant for the person who chose it."""


def frozen_audience(issue: Issue, *, by: AbstractBaseUser | None, now: datetime) -> dict[str, Any] | None:
    """What the issue keeps of its segment: name, rule and words; None addresses everybody. Raises AudienceRefused.

    `by` is None for the product itself, which may do what a superuser may.
    """
    segment = issue.segment
    if segment is None:
        return None
    if why := refusal(issue, by=by, found=estimate_rule(segment.newsletter, segment.read, now=now, issue=issue)):
        raise AudienceRefused(why)
    return {"segment": segment.name, "rule": written_rule(segment.read), "words": segment.words}


def take_away(segment: Segment) -> None:
    """The segment goes; letters that have left or were cancelled keep its rule in their own words.

    Raises AudienceRefused, naming every letter that still means it.
    """
    with transaction.atomic():
        segment = Segment.objects.select_for_update().get(pk=segment.pk)
        if meaning_it := [str(issue) for issue in segment.waiting_issues]:
            count = "A letter is" if len(meaning_it) == 1 else f"{len(meaning_it)} letters are"
            raise AudienceRefused(IN_USE.format(count=count, issues=", ".join(meaning_it)))
        segment.issues.update(segment=None)
        segment.delete()


def refusal(issue: Issue, *, by: AbstractBaseUser | None, found: Estimate) -> str:
    """Why this person may not address this segment with this issue; empty when they may."""
    segment = issue.segment
    if segment is None:
        return ""
    if segment.newsletter_id != issue.newsletter_id:
        return ELSEWHERE.format(name=segment, newsletter=issue.newsletter)
    if segment.read.asks_progress and not may(by, USE_PROGRESS):
        return PROGRESS.format(name=segment)
    if not may(by, MAY_SEE) and found.recipients < FEW:
        # Also when it is nobody: whether there is anybody is what a person must not find out by trying.
        return TOO_FEW.format(name=segment, few=FEW)
    return "" if found.recipients else NOBODY.format(name=segment)


def estimate_of(segment: Segment, *, now: datetime) -> Estimate:
    """Whom this segment would reach if a letter started now."""
    return estimate_rule(segment.newsletter, segment.read, now=now)


def estimate_rule(newsletter: Newsletter, rule, *, now: datetime, issue: Issue | None = None) -> Estimate:
    """Whom a rule would reach, saved or not, and with an `issue` whom that issue would; None is everybody."""
    return estimate(newsletter, rule, at=now, clock=time.monotonic, issue=issue)


def may(person: AbstractBaseUser | None, permission: str) -> bool:
    """Whether this person has the permission; the product itself, nobody in particular, has it."""
    return person is None or person.has_perm(permission)
