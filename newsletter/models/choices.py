"""Django choices out of the enums that the pure code owns."""

from enum import StrEnum


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Each value with its words: `handed_over` reads "Handed over"."""
    return [(value.value, value.value.replace("_", " ").capitalize()) for value in enum]
