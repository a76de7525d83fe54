"""What may be asked of DNS and what may be heard; whoever asks is a generator, so that nothing here opens a socket.

A check yields each question and is sent the answer; `conduct` drives it with whatever answers.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

Wanted = TypeVar("Wanted")


class Heard(StrEnum):
    """`nothing`: the name exists without such a record; `circle`: its aliases lead back to one another."""

    FOUND = "found"
    NOTHING = "nothing"
    NO_NAME = "no_name"
    CIRCLE = "circle"
    SILENCE = "silence"


@dataclass(frozen=True)
class Question:
    """`kind` is a record's type: A, AAAA, MX, PTR or TXT."""

    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`values` are texts: addresses, "10 mx.example.org", names without a dot at their end, joined TXT strings."""

    heard: Heard
    values: tuple[str, ...] = ()

    @property
    def is_void(self) -> bool:
        """A clear no."""
        return self.heard in {Heard.NOTHING, Heard.NO_NAME}


Asking: TypeAlias = Generator[Question, Answer, Wanted]


class NotHeard(Exception):  # noqa: N818 - the house names exceptions by what happened
    """No name server gave a clear answer: whoever asked knows nothing, and must not guess."""


def ask(name: str, kind: str) -> Asking[Answer]:
    """One question and its clear answer. Raises NotHeard."""
    answer = yield Question(name, kind)
    if answer.heard is Heard.SILENCE:
        raise NotHeard(f"No clear answer about {kind} of {name}.")
    return answer


def conduct(asking: Asking[Wanted], *, answer: Callable[[Question], Answer]) -> Wanted:
    """What `asking` comes to when `answer` answers its questions. Raises NotHeard, or whatever `answer` raises."""
    try:
        question = next(asking)
        while True:
            question = asking.send(answer(question))
    except StopIteration as over:
        found: Wanted = over.value
        return found
