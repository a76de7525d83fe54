"""Where the readers of a course stand, and the letters of its parts, in words and numbers. Nobody is named."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from newsletter.conf import conf, token_keys
from newsletter.core.counts import FEW, count_words
from newsletter.core.courses.facts import CourseState, Delay, Held, Standing, Unit
from newsletter.core.courses.promises import kept
from newsletter.core.tokens import view_token
from newsletter.models import CompiledIssue, Course, Enrollment, Subscription
from newsletter.models.course_parts import later_days, rows_of, steady_pace

STATES = {
    CourseState.DRAFT: "Draft: nobody can begin yet",
    CourseState.OPEN: "Open",
    CourseState.PAUSED: "Paused: nothing leaves",
    CourseState.HELD: "Held: it waits for your word",
    CourseState.CLOSED: "Closed",
}
HELD = {
    Held.UNCERTAIN: "Held: did the last letter arrive? Settles within three days; after a restore, by a person.",
    Held.QUEUE: "Get another series first; this one comes when that one ends",
    Held.SUPPRESSED: "Held: the address must not be mailed at present.",
    Held.UNDELIVERABLE: "Held: their part was refused three times. “Pause” and “Open” try it again.",
}
ENDS = {
    Standing.CAUGHT_UP: "Have every part that is public, and wait for the next one",
    Standing.COMPLETED: "Had the whole series",
    Standing.EXITED: "Left",
}


@dataclass(frozen=True)
class PartLetter:
    """One part: its words, and what its letter looks like or why there is none."""

    title: str
    words: str
    url: str = ""
    subject: str = ""


def state_words(course: Course) -> str:
    """Where it stands; of one that is held also why."""
    words = STATES[CourseState(course.state)]
    return f"{words}. {course.hold_detail}" if course.state == CourseState.HELD else words


def pace_of(course: Course) -> str:
    """How often a part comes: every 2 days."""
    steady = steady_pace(course)
    return "each in its own time" if steady is None else delay_words(kept(steady))


def delay_words(delay: Delay) -> str:
    """The same of any pace."""
    unit = "day" if delay.unit is Unit.DAYS else "hour"
    return f"every {unit}" if delay.value == 1 else f"every {delay.value} {unit}s"


def own_days_words(course: Course) -> str:
    """That some parts do not go by the pace of the course; empty when all do."""
    days = later_days(course)
    own = sum(each is not None for each in days)
    if not own:
        return ""
    which = "All parts after the first" if own == len(days) else "1 part" if own == 1 else f"{own} parts"
    have = "has days of its own" if own == 1 < len(days) else "have days of their own"
    return f"{which} {have} in the series editor. These stand over the pace of the course."


def with_readers() -> QuerySet[Course]:
    """All courses; each says in `under_way` how many readers have not left and have not had the whole series."""
    gone = {Standing.EXITED, Standing.COMPLETED}
    on_it = Q(subscriptions__enrollments__state__in=sorted(set(Standing) - gone))
    counted = Course.objects.annotate(under_way=Count("subscriptions__enrollments", filter=on_it))
    return counted.select_related("series", "newsletter")


@dataclass(frozen=True)
class Readers:
    """Each place at which readers stand, with how many; `hides_few` where a small number is not to be known."""

    lines: list[tuple[str, str]]
    hides_few: bool


def standing_of(course: Course, *, exactly: bool) -> Readers:
    """Where its readers stand. `exactly` for those who may see readers: nobody else is told of fewer than five."""
    lines = [(words, count) for words, count in _lines(course) if count >= (1 if exactly else FEW)]
    return Readers([(words, count_words(count, exactly=exactly)) for words, count in lines], hides_few=not exactly)


def _lines(course: Course) -> list[tuple[str, int]]:
    """First those who wait for a part, in its order."""
    counted = _counted(course)
    parts = {str(row["uuid"]): f"Part {at}: {row['title']}" for at, row in enumerate(rows_of(course), start=1)}
    lines = [(f"Wait for {words}", counted.pop(("part", uuid), 0)) for uuid, words in parts.items()]
    gone = sum(counted.pop(key) for key in list(counted) if key[0] == "part")
    return [
        *lines,
        ("Wait for a part that was taken out", gone),
        ("Have a part on its way at this moment", counted.pop(("in flight", ""), 0)),
        ("Rest: their letters are paused", counted.pop(("paused", ""), 0)),
        *((words, counted.pop(("held", held.value), 0)) for held, words in HELD.items()),
        *((words, counted.pop(("end", end.value), 0)) for end, words in ENDS.items()),
    ]


def letters_of(course: Course) -> list[PartLetter]:
    """Each part in its order with its frozen letter."""
    return [_letter(course, row) for row in rows_of(course)]


def _letter(course: Course, row: dict) -> PartLetter:
    uuid = str(row["uuid"])
    if not row["public"]:
        return PartLetter(row["title"], "Not public: readers wait here.")
    if why := course.unfit.get(uuid):
        return PartLetter(row["title"], f"No letter: {why}")
    frozen = CompiledIssue.objects.of_part(uuid, course_id=course.pk).only("public_id", "subject", "created_at").first()
    if frozen is None:
        return PartLetter(row["title"], "Its letter is made when the course is opened.")
    url = f"{conf().base_url}/letters/{view_token(token_keys(), frozen=frozen.public_id.bytes)}/"
    return PartLetter(row["title"], f"Frozen {frozen.created_at:%-d %B %Y, %H:%M} UTC", url, frozen.subject)


def _counted(course: Course) -> Counter:
    columns = ("state", "hold_reason", "next_part", "is_here", "subscription__state")
    is_here = ExpressionWrapper(Q(in_flight=None), output_field=BooleanField())
    rows = Enrollment.objects.filter(subscription__course=course).order_by().annotate(is_here=is_here)
    rows = rows.values_list(*columns)
    counted: Counter = Counter()
    for state, held, part, is_here, standing, count in rows.annotate(Count("pk")):
        counted[_place(state, held, part, is_here=is_here, is_paused=standing == Subscription.State.PAUSED)] += count
    return counted


def _place(state: str, held: str, part, *, is_here: bool, is_paused: bool) -> tuple[str, str]:
    if state in {Standing.EXITED, Standing.COMPLETED}:
        return "end", state
    if state == Standing.HELD:
        return "held", held
    if is_paused:
        return "paused", ""
    if not is_here:
        return "in flight", ""
    return ("end", state) if state == Standing.CAUGHT_UP else ("part", str(part or ""))
