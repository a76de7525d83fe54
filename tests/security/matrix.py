"""The matrix as it is written in matrix.toml, and what it expects of each request."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.security.routes import address, parameters

FILE = Path(__file__).with_name("matrix.toml")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
LOGIN, REFUSED = "log-in", "refused"


@dataclass(frozen=True)
class Clause:
    """Who passes, and what they are answered by method; everybody else meets the wall."""

    door: frozenset[str]
    answers: Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """One route with one case of the objects in its address."""

    pattern: str
    case: str
    clauses: tuple[Clause, ...]

    def expected(self, method: str, role: str, *, staff: frozenset[str]) -> int | str:
        """A status, `log-in` or `refused`. What no clause names is answered 405 behind the first clause's door."""
        named = [clause for clause in self.clauses if method in clause.answers]
        for clause in reversed(named):
            if role in clause.door:
                return clause.answers[method]
        if method == "TRACE" or (not named and role in self.clauses[0].door):
            return 405
        return REFUSED if role in staff else LOGIN

    @property
    def answered(self) -> frozenset[str]:
        """The methods that somebody is answered by anything but 405."""
        return frozenset(name for clause in self.clauses for name, status in clause.answers.items() if status != 405)

    @property
    def passes(self) -> bool:
        """Whether anybody is answered by anything but an error."""
        return any(clause.door and min(clause.answers.values(), default=405) < 400 for clause in self.clauses)


class Matrix:
    """matrix.toml, understood."""

    def __init__(self, source: Mapping) -> None:
        self._source = source
        self.staff = frozenset(source["doors"]["staff"])

    @property
    def patterns(self) -> list[str]:
        return list(self._source["routes"])

    @cached_property
    def lines(self) -> list[Line]:
        return list(self._lines())

    def values(self, line: Line, objects: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
        """What stands in the address of this line; a noun without this case stands there as `own`."""
        nouns = {name: self._noun(line.pattern, name) for name in parameters(line.pattern)}
        return {name: _value(noun, line.case, objects) for name, noun in nouns.items()}

    def address(self, line: Line, objects: Mapping[str, Mapping[str, object]]) -> str:
        """The path and query that ask for this line's objects."""
        query = self._source["queries"].get(line.pattern, {}).get(line.case, "")
        return address(line.pattern, self.values(line, objects)) + query.format_map(objects)

    def methods(self, line: Line) -> tuple[str, ...]:
        """All of them for a route's first case; for others those that can tell the cases apart."""
        first = next(other for other in self.lines if other.pattern == line.pattern)
        if line is first:
            return METHODS
        return tuple(
            name for name in METHODS if name in {"GET", "POST"} | (first.answered & {"PUT", "PATCH", "DELETE"})
        )

    def body(self, line: Line) -> str:
        """What a POST says here."""
        return self._source["bodies"].get(line.pattern, "")

    @property
    def closed(self) -> Mapping[str, str]:
        """Routes behind which nobody finds anything here, each with the reason."""
        return self._source["closed"]

    def _lines(self) -> Iterator[Line]:
        for pattern, written in self._source["routes"].items():
            for case, words in (written if isinstance(written, dict) else {"own": written}).items():
                yield Line(pattern, case, tuple(self._clause(part) for part in words.split(";")))

    def _clause(self, words: str) -> Clause:
        door, *rest = words.split()
        answers: dict[str, int] = {}
        for word in rest:
            methods, _, status = word.partition("=")
            found = dict.fromkeys(methods.split(","), int(status)) if status else self._source["answers"][word]
            answers |= found
        if "GET" in answers:
            answers.setdefault("HEAD", answers["GET"])
        return Clause(frozenset(self._source["doors"][door]), answers)

    def _noun(self, pattern: str, name: str) -> str:
        known = self._source["parameters"]
        fitting = [start for start in known if pattern.startswith(start) and name in known[start]]
        if not fitting:
            raise KeyError(f"matrix.toml does not say what <{name}> is in {pattern}. Add it to a [parameters] table.")
        return known[max(fitting, key=len)][name]


def read_matrix() -> Matrix:
    return Matrix(tomllib.loads(FILE.read_text()))


def _value(noun: str, case: str, objects: Mapping[str, Mapping[str, object]]) -> object:
    if noun.startswith("="):
        return noun[1:]
    cases = objects[noun]
    return cases[case] if case in cases else next(iter(cases.values()))
