"""Our own messages: each has one name, which is also its folder of templates, and one purpose in the ledger."""

from collections.abc import Mapping
from enum import StrEnum

from newsletter.core.content import CompiledLetter
from newsletter.core.merge_fields import find
from newsletter.core.purposes import Purpose


class MessageName(StrEnum):
    CONFIRM = "confirm"
    REMINDER = "reminder"
    ALREADY_ACTIVE = "already_active"
    PAUSED = "paused"
    MANAGE = "manage"
    NEW_ADDRESS = "new_address"
    OLD_ADDRESS = "old_address"


PURPOSES: Mapping[MessageName, Purpose] = {
    MessageName.CONFIRM: Purpose.CONFIRMATION,
    MessageName.REMINDER: Purpose.REMINDER,
    MessageName.ALREADY_ACTIVE: Purpose.PREFERENCES,
    MessageName.PAUSED: Purpose.PREFERENCES,
    MessageName.MANAGE: Purpose.PREFERENCES,
    MessageName.NEW_ADDRESS: Purpose.PREFERENCES,
    MessageName.OLD_ADDRESS: Purpose.PREFERENCES,
}


def fields_of(letter: CompiledLetter) -> frozenset[str]:
    """The merge fields that a message asks values for, wherever they stand."""
    return frozenset(field.name for text in (letter.subject, letter.html, letter.text) for field in find(text))
