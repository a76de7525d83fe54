"""Why a rule is not taken."""


class RuleRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not a rule that we understand; the message is meant for the person who wrote it. `where` is the path to it."""

    def __init__(self, where: str, words: str, mend: str) -> None:
        super().__init__(f"{words} {mend} ({where})")
        self.where = where
        self.words = words
        self.mend = mend

    @property
    def said(self) -> str:
        """The message without the path, for whoever sees the rule as a form."""
        return f"{self.words} {self.mend}"
