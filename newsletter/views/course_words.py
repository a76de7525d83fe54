"""What a reader is told of a series that comes part by part: the pace, where they are, and what comes when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cms.clock import database_now
from newsletter.core.courses.facts import PACES, CourseState, Delay, Held, Pace, Part, Standing, Unit
from newsletter.core.courses.plan import Done, Due, Plan, Wait, Waiting, next_part, plan
from newsletter.core.courses.promises import kept
from newsletter.models import Course, Enrollment, PartHandOver, Subscription
from newsletter.models.course_parts import parts_of, steady_pace
from series.models.places import ArticlePlace

SOON = timedelta(minutes=10)
UNREACHABLE = frozenset({Held.SUPPRESSED, Held.UNDELIVERABLE})
OVER = gettext_lazy("This series has ended here. Nothing more of it comes.")
MORE = gettext_lazy("You have every part that is out. The next one comes when it is published.")


def pace_words(delay: Delay) -> str:
    """How often a part comes: one part every 2 days."""
    delay = kept(delay)
    if delay.unit is Unit.HOURS:
        return ngettext("one part every hour", "one part every %(count)s hours", delay.value) % {"count": delay.value}
    if delay.value % 7 == 0:
        weeks = delay.value // 7
        return ngettext("one part a week", "one part every %(count)s weeks", weeks) % {"count": weeks}
    return ngettext("one part a day", "one part every %(count)s days", delay.value) % {"count": delay.value}


def planned_words(course: Course) -> str:
    """How often its parts come to those who choose nothing else."""
    delay = steady_pace(course)
    return pace_words(delay) if delay else _("each part in its own time")


def promise_words(course: Course) -> str:
    """What somebody gets who signs up for it."""
    pace = planned_words(course)
    if course.first_part == Course.First.AT_ONCE:
        return _("The first part comes as soon as you confirm, then %(pace)s.") % {"pace": pace}
    return _("The first part comes soon after you confirm, then %(pace)s.") % {"pace": pace}


def standing_of(subscription: Subscription, *, is_forwardable: bool = False) -> dict:
    """Where the reader is, in a sentence, and the paces that they may choose; nothing for a newsletter.

    A page that anybody can open to whom the letter was forwarded names no other series of theirs.
    """
    way = subscription.enrollments.order_by("-run").first() if subscription.course_id else None
    if way is None:
        return {}
    if way.state == Standing.EXITED and subscription.state != Subscription.State.ENDED:
        return {"words": str(OVER)}  # it was closed, and may be open again for others
    course = subscription.course
    planned, own = planned_words(course), [(pace, pace_words(delay)) for pace, delay in PACES.items()]
    others = [(pace, words) for pace, words in own if words != planned or pace == way.pace]
    return {
        "words": _words(way, subscription, is_forwardable=is_forwardable, now=database_now()),
        "paces": [(pace.value, words, pace == way.pace) for pace, words in [(Pace.COURSE, planned), *others]],
        "has_begun": way.last_part is not None and course.state == CourseState.OPEN,
        "has_more": way.state == Standing.COMPLETED and _left(way, course) is not None,
    }


def _left(way: Enrollment, course: Course) -> Part | None:
    """The next part of somebody who had everything once."""
    parts, facts = parts_of(course), way.way(zone=course.zone, is_paused=False)
    return next_part([part for part in parts if part.live_since], facts, PartHandOver.objects.had_in(way))


def _words(way: Enrollment, subscription: Subscription, *, is_forwardable: bool, now: datetime) -> str:
    reader, course = subscription.subscriber, subscription.course
    if way.hold_reason in UNREACHABLE:
        return _("No part can leave to your address at present. Answer any letter to ask why; a person reads it.")
    if way.hold_reason == Held.UNCERTAIN:
        return _("We do not know yet whether the last letter arrived. The next part waits for that.")
    if way.begins_again:
        return _("It begins again from the start as soon as the letter that is on its way has arrived.")
    before = Enrollment.objects.first_in_line(way)
    facts = way.way(zone=reader.zone, is_paused=False, is_queued=before is not None)
    found = plan(course.rule, parts_of(course), facts, PartHandOver.objects.had_in(way), now=now)
    if before and isinstance(found, Wait) and found.reason is Waiting.QUEUE:
        return _queue_words("" if is_forwardable else before.subscription.course.name, way)
    return _plan_words(found, course, reader.zone, now)


def _queue_words(name: str, way: Enrollment) -> str:
    if way.last_part and name:
        return _("You get one series at a time. This one goes on when %(name)s ends.") % {"name": name}
    if name:
        return _("You get one series at a time. This one starts when %(name)s ends.") % {"name": name}
    return _("You get one series at a time. This one comes when another one ends.")


def _plan_words(found: Plan, course: Course, zone: str, now: datetime) -> str:
    if isinstance(found, Done):
        return _("You have had every part of it.")
    if isinstance(found, Due):
        return _due_words(found, course, zone, now)
    if found.reason is Waiting.ANSWER:
        return _("A part is on its way to you.")
    if found.reason is not Waiting.COURSE:
        return str(MORE)
    if course.series is None or course.state == CourseState.CLOSED:
        return str(OVER)
    return _("This series rests at present, and goes on by itself.")


def _due_words(due: Due, course: Course, zone: str, now: datetime) -> str:
    part = _part_words(course.series.view(now=now).place_of(due.part))
    if due.at <= now + SOON:
        return _("%(part)s is on its way to you.") % {"part": part}
    return _("%(part)s comes on %(day)s.") % {"part": part, "day": _day_words(due.at.astimezone(ZoneInfo(zone)))}


def _part_words(place: ArticlePlace | None) -> str:
    """Its number in the reader's language; where parts have names instead of numbers, as sides do, its title."""
    if place is None:
        return _("The next part")
    if place.label != f"Part {place.position}":
        return _("“%(title)s”") % {"title": next(part.title for part in place.parts if part.uuid == place.uuid)}
    if place.words == place.label:
        return _("Part %(number)s") % {"number": place.position}
    return _("Part %(number)s of %(total)s") % {"number": place.position, "total": place.of}


def _day_words(local: datetime) -> str:
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(local, "l"), "day": date_format(local, "DATE_FORMAT")}
