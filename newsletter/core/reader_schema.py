"""What a reader takes along of their own data, field by field, as JSON Schema (draft 2020-12)."""

import json
from collections.abc import Iterable

from cms.blocks.shapes import NUMBER, WORDS, Shape, one_of, or_null, record, several
from newsletter.core.audience import Standing as Subscribed
from newsletter.core.courses.facts import Held, Pace, Standing
from newsletter.core.delivery_state import State
from newsletter.core.purposes import Purpose
from newsletter.core.subscriber_files.readers_own import FORMAT


def document() -> str:
    """The schema of the file, for whoever reads it with a program."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What we know of one reader",
        "description": "The file my-data.json of a reader's own page. Moments are ISO 8601 in UTC.",
    }
    fields = {
        "format": {"const": FORMAT},
        "made_at": _MOMENT,
        "reader": _READER,
        "subscriptions": _list(_SUBSCRIPTION, "One for each newsletter or series, also those that were left."),
        "messages": _list(_DELIVERY, "Confirmations, links and other mail of ours to this reader alone."),
        "parts": _list(_PART, "Parts of series that this reader had, or that are on their way."),
        "suppressions": _list(_SUPPRESSION, "Why the address must not be mailed, or must not have been."),
    }
    return json.dumps({**head, **_object(**fields)}, indent=2) + "\n"


def _text(words: str) -> Shape:
    return {**WORDS, "description": words}


def _list(items: Shape, words: str) -> Shape:
    return {**several(items), "description": words}


def _object(*, optional: Iterable[str] = (), **fields: Shape) -> Shape:
    """Nothing may stand in it that is not named here."""
    required = [name for name in fields if name not in optional]
    return {**record(**fields), "required": required, "additionalProperties": False}


_MOMENT: Shape = {"type": "string", "format": "date-time"}
_READER = _object(
    id=_text("Our random name for this reader."),
    email=WORDS,
    first_name=WORDS,
    language=WORDS,
    time_zone=WORDS,
    source=_text("Where they came from."),
    since=_MOMENT,
    tags=several(WORDS),
    attributes={"type": "object", "description": "What was declared, by its name."},
    notes=_list(_object(at=_MOMENT, words=WORDS), "What staff wrote down."),
)
_CONSENT = _object(
    action=WORDS,
    method=WORDS,
    wording=_text("The words that stood beside the button."),
    evidence=WORDS,
    given_on=_MOMENT,
    hash=_text("Of this line and the one before."),
)
_DELIVERY = _object(id=WORDS, subject=WORDS, purpose=one_of(*Purpose), state=one_of(*State), ended_at=or_null(_MOMENT))
_WAY = _object(
    run=NUMBER,
    state=one_of(*Standing),
    held_because=one_of(*Held, ""),
    pace=one_of(*Pace),
    began_at=_MOMENT,
    last_part_at=or_null(_MOMENT),
    next_part_at=or_null(_MOMENT),
)
_SUBSCRIPTION: Shape = {
    **_object(
        optional=("newsletter", "slug", "series", "ways"),
        newsletter=_text("Its name, and `slug` its address here; a series has neither."),
        slug=WORDS,
        series=_text("Its name, and `ways` how far they came each time; a newsletter has neither."),
        ways=several(_WAY),
        state=one_of(*Subscribed),
        since=_MOMENT,
        paused_until=or_null({"type": "string", "format": "date"}),
        confirmed_at=or_null(_MOMENT),
        ended_at=or_null(_MOMENT),
        ended_reason=WORDS,
        consents=_list(_CONSENT, "Every yes and no, the oldest first."),
        letters=several(_DELIVERY),
    ),
    "oneOf": [{"required": ["newsletter", "slug"]}, {"required": ["series", "ways"]}],
}
_PART = _object(part=WORDS, series=_text("Empty once the part was taken out."), title=WORDS, by=WORDS, at=_MOMENT)
_SUPPRESSION = _object(
    newsletter=or_null(_text("The slug of the one that it is about; null for all.")),
    reason=WORDS,
    at=_MOMENT,
    until=or_null(_MOMENT),
    lifted_at=or_null(_MOMENT),
)
