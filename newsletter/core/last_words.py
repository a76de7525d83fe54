"""What cancelling an issue for good means, in sentences: what has left, what never will, what nobody knows."""

from newsletter.core.progress import Progress


def last_words(seen: Progress) -> tuple[str, ...]:
    """For the person who is about to cancel; the most certain sentence first."""
    if not seen.recipients:
        return ("Nothing has been handed over, and no list of its readers is kept: nobody gets this letter.",)
    return tuple(filter(None, (_left(seen), _never(seen), _in_hand(seen), _doubt(seen))))


def ending(seen: Progress) -> str:
    """The line beside the bar of an issue that was cancelled."""
    return f"{seen.handed_over:,} of {_letters(seen.recipients)} handed over; {_stay(seen.cancelled)}"


def _left(seen: Progress) -> str:
    if not seen.handed_over:
        return "No letter has been handed over yet."
    stays = "It stays with its reader" if seen.handed_over == 1 else "They stay with their readers"
    return f"{seen.handed_over:,} of {_letters(seen.recipients)} handed over. {stays}: nothing calls a letter back."


def _never(seen: Progress) -> str:
    still = seen.pending + seen.in_hand
    if not still:
        return "No other letter of it waits to leave."
    return "1 reader never gets it." if still == 1 else f"{still:,} readers never get it."


def _in_hand(seen: Progress) -> str:
    if not seen.in_hand:
        return ""
    return f"{seen.in_hand:,} of these {'is' if seen.in_hand == 1 else 'are'} leaving at this moment and may still go."


def _doubt(seen: Progress) -> str:
    return f"{seen.uncertain:,} more {'is' if seen.uncertain == 1 else 'are'} uncertain." if seen.uncertain else ""


def _letters(count: int) -> str:
    return "1 letter was" if count == 1 else f"{count:,} letters were"


def _stay(count: int) -> str:
    return "1 was cancelled and never leaves" if count == 1 else f"{count:,} were cancelled and never leave"
