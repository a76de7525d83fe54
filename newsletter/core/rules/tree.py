"""A rule as it is understood: conditions, and how they hang together. Made by `notation.read_rule` alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from newsletter.core.rules.fields import OF_PROGRESS, Field, Operator

Value = tuple[str, ...] | tuple[int, ...] | int | float | date


@dataclass(frozen=True)
class Condition:
    """One question about one subscription; `of` names the attribute that it asks for."""

    field: Field
    operator: Operator
    value: Value
    of: str = ""


@dataclass(frozen=True)
class Every:
    """All of these must be so."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """One of these is enough."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    """The opposite of this must be so."""

    node: "Node"


Node = Condition | Every | Either | Not


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Whom a letter addresses, and whom of those it leaves out. Without `include` it addresses everybody."""

    include: Node | None = None
    exclude: Node | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, in the order in which it was written."""
        return tuple(found for side in (self.include, self.exclude) if side for found in _conditions(side))

    @property
    def asks_progress(self) -> bool:
        """Whether it looks at how far somebody has read."""
        return any(condition.field in OF_PROGRESS for condition in self.conditions)


def _conditions(node: Node) -> Iterator[Condition]:
    match node:
        case Condition():
            yield node
        case Not():
            yield from _conditions(node.node)
        case Every() | Either():
            for one in node.nodes:
                yield from _conditions(one)
