"""How many deliveries a sender claims at once: about half a second's work, whatever the next server's pace."""

LEAST, MOST = 16, 1_000
FAST_S, SLOW_S = 0.25, 1.0


class Appetite:
    """Grows while claims are used up at once, shrinks while they lie."""

    def __init__(self) -> None:
        self._size = LEAST
        self._asked: float | None = None

    def next(self, now: float) -> int:
        """The size of the next claim; `now` is in seconds on any clock that only goes forward."""
        if self._asked is not None:
            took = now - self._asked
            if took < FAST_S:
                self._size = min(self._size * 2, MOST)
            elif took > SLOW_S:
                self._size = max(self._size // 2, LEAST)
        self._asked = now
        return self._size
