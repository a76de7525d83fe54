"""Numbers of readers as somebody may see them: who may not see readers must not find one by counting."""

FEW = 5
"""Below this a number could point at a person (readers.md 10)."""


def count_words(number: int, *, exactly: bool) -> str:
    """1,204 for those who may see readers; else "fewer than 5", or the number rounded down to fives."""
    if exactly:
        return f"{number:,}"
    return f"about {number - number % FEW:,}" if number >= FEW else f"fewer than {FEW}"
