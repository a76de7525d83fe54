"""Readers without proof of consent are asked once whether they want the letters: what becomes of each."""

from collections.abc import Mapping
from enum import StrEnum


class Asked(StrEnum):
    """What became of one reader whom somebody wished to ask."""

    ASKED = "asked"
    MAILED_LATELY = "mailed_lately"
    SUPPRESSED = "suppressed"
    FAILED = "failed"


WORDS: Mapping[Asked, str] = {
    Asked.ASKED: "were asked, once and for all",
    Asked.MAILED_LATELY: "had a mail of this kind lately, so they were not asked; you can ask them on another day",
    Asked.SUPPRESSED: "are suppressed, so they were not asked",
    Asked.FAILED: "could not be asked: something went wrong on our side",
}

NO_ANSWER = "Asked once on {day:%Y-%m-%d}, and did not answer"
"""Why an address that stayed silent is barred: nobody asks it again, whatever list it comes with."""
