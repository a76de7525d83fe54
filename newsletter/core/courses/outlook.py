"""All dates that lie ahead of one reader, if everything leaves on time: the planner asked again after each part."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from newsletter.core.courses.facts import Course, Part, Way
from newsletter.core.courses.plan import Because, Due, Waiting, plan

WORDS = {
    Because.START: "counted from the start",
    Because.DELAY: "counted from the part before",
    Because.PUBLISHED: "the part is public only then",
    Because.OPENED: "the course was opened only then",
    Because.CHANGED: "the course or its series was edited then",
    Because.NOT_BEFORE: "after a rest, a wait or a letter of that day, or for another try",
    Because.MIN_GAP: "the shortest gap between two parts",
    Because.LATE: "it is late, so it takes the next window",
    Because.WINDOW: "moved to the next day and hour at which letters leave",
    Because.SAME_DAY: "never two parts on one day",
    Because.SPREAD: "due for many at once, so spread over a while",
}
WAITS = {
    Waiting.COURSE: "The course is not open.",
    Waiting.READER: "The reader has paused.",
    Waiting.ANSWER: "A letter is on its way.",
    Waiting.QUEUE: "Another series comes first.",
    Waiting.PART: "The next part is not public yet.",
    Waiting.MORE: "That is all there is; more comes when it is published.",
}


def outlook(course: Course, parts: Sequence[Part], way: Way, had: Collection[str], *, now: datetime) -> Iterator[Due]:
    """Each part with its date, as far as parts are live."""
    known = set(had)
    while isinstance(due := plan(course, parts, way, known, now=now), Due):
        yield due
        known.add(due.part)
        now = max(now, due.at)
        way = replace(way, last_part=due.part, last_handed_at=due.at)
