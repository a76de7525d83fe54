"""Marks words for translation where Django is not: whoever shows them to a reader puts them into their language."""


def gettext_noop(words: str) -> str:
    """The words as they are; `manage.py makemessages` finds them by this name."""
    return words
