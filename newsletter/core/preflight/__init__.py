"""All questions asked of a letter before it may leave; one check a file, each `check(letter)`."""

from cms.core.findings import Finding, stops, worst_first
from newsletter.core.preflight import (
    alt_missing,
    alt_words,
    audience,
    body,
    characters,
    clipping,
    colors,
    dark_look,
    headings,
    image_sources,
    language,
    leaving,
    leftovers,
    link_manners,
    link_targets,
    link_words,
    neutrality,
    part_number,
    picture_sizes,
    plain_twin,
    preview_text,
    sender,
    sending_domain,
    size,
    slowness,
    subject,
    subject_fields,
    subject_manners,
    timing,
    type_manners,
    words_language,
)
from newsletter.core.preflight.facts import LetterFacts

CHECKS = {
    "B1": sender.check,
    "B2": subject.check,
    "B3": leaving.check,
    "B4": leftovers.check,
    "B5": body.check,
    "B6": link_targets.check,
    "B7": image_sources.check,
    "B8": alt_missing.check,
    "B9": clipping.check,
    "B10": characters.check,
    "B11": audience.check,
    "B12": language.check,
    "W1": size.check,
    "W2": subject_manners.check,
    "W3": preview_text.check,
    "W4": colors.check,
    "W5": type_manners.check,
    "W6": headings.check,
    "W7": link_words.check,
    "W8": link_manners.check,
    "W9": picture_sizes.check,
    "W10": alt_words.check,
    "W11": plain_twin.check,
    "W12": words_language.check,
    "W13": dark_look.check,
    "W17": sending_domain.check,
    "W18": timing.check,
    "W19": subject_fields.check,
    "W20": neutrality.check,
    "W21": slowness.check,
    "W22": part_number.check,
}
AT_START = (sender.check, leaving.still_stands, link_targets.check)
"""B1, B3, B6: what has changed since a letter was frozen may bring them. B11 is the expansion's, B14 the articles'."""
OVERRIDABLE = frozenset({"B9"})
"""Stops that a named person may override with a reason."""


def findings(letter: LetterFacts) -> tuple[Finding, ...]:
    """What all checks say of this letter, worst first."""
    return worst_first(finding for check in CHECKS.values() for finding in check(letter))


def standing_stops(letter: LetterFacts) -> tuple[Finding, ...]:
    """The stops that are asked for again when a frozen letter's time has come."""
    return stops(worst_first(finding for check in AT_START for finding in check(letter)))
