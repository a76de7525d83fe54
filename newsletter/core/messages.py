"""Our own messages: each has one name, which is also its folder of templates, and one purpose in the ledger."""

from collections.abc import Mapping
from enum import StrEnum

from newsletter.core.content import CompiledLetter
from newsletter.core.merge_fields import find
from newsletter.core.purposes import Purpose


class MessageName(StrEnum):
    CONFIRM = "confirm"
    REMINDER = "reminder"
    ASK_ONCE = "ask_once"
    ALREADY_ACTIVE = "already_active"
    PAUSED = "paused"
    MANAGE = "manage"
    NEW_ADDRESS = "new_address"
    OLD_ADDRESS = "old_address"


PURPOSES: Mapping[MessageName, Purpose] = {
    MessageName.CONFIRM: Purpose.CONFIRMATION,
    MessageName.REMINDER: Purpose.REMINDER,
    MessageName.ASK_ONCE: Purpose.CONFIRMATION,
    MessageName.ALREADY_ACTIVE: Purpose.PREFERENCES,
    MessageName.PAUSED: Purpose.PREFERENCES,
    MessageName.MANAGE: Purpose.PREFERENCES,
    MessageName.NEW_ADDRESS: Purpose.PREFERENCES,
    MessageName.OLD_ADDRESS: Purpose.PREFERENCES,
}


WORDS: Mapping[MessageName, str] = {
    MessageName.CONFIRM: "Asked to confirm",
    MessageName.REMINDER: "Reminded to confirm",
    MessageName.ASK_ONCE: "Asked once, after an import, whether letters are wanted",
    MessageName.ALREADY_ACTIVE: "Told that the letters come already",
    MessageName.PAUSED: "Told that the letters rest",
    MessageName.MANAGE: "The link to their own page",
    MessageName.NEW_ADDRESS: "Asked to confirm a new address",
    MessageName.OLD_ADDRESS: "Told at the old address that it was changed",
}
"""What each was for, as staff read it in a reader's story."""


def fields_of(letter: CompiledLetter) -> frozenset[str]:
    """The merge fields that a message asks values for, wherever they stand."""
    return frozenset(field.name for text in (letter.subject, letter.html, letter.text) for field in find(text))
