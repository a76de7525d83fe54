"""A rule as JSON, version 1: read with clear refusals, written back the same.

    {"version": 1, "include": {"all": [{"field": "language", "op": "in", "value": ["de"]}]}, "exclude": null}

A node is `{"all": [..]}`, `{"any": [..]}`, `{"not": node}` or a condition. Nothing else is understood. A condition on
a declared attribute names it: `{"field": "number_attribute", "of": "children", "op": "at_least", "value": 2}`.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from newsletter.core.rules.fields import ATTRIBUTES, KINDS, OPERATORS, Field, Operator
from newsletter.core.rules.refusal import RuleRefused
from newsletter.core.rules.tree import Condition, Either, Every, Node, Not, Rule
from newsletter.core.rules.values import read_name, read_value, written_value

Known = TypeVar("Known", Field, Operator)

VERSION = 1
DEEPEST = 5
MOST_CONDITIONS = 50
_KEYS = frozenset({"version", "include", "exclude"})
_CONDITION = frozenset({"field", "op", "value"})


def read_rule(given: object) -> Rule:
    """The rule that this JSON means. Raises RuleRefused, which says what, where, and what to do."""
    if not isinstance(given, Mapping) or set(given) - _KEYS:
        raise RuleRefused("rule", "This is not a rule.", "Give an object with version, include and exclude.")
    if given.get("version") != VERSION or isinstance(given["version"], bool):
        raise RuleRefused("version", "We do not know this version of rules.", f"Write version {VERSION}.")
    include, exclude = (_side(given, name) for name in ("include", "exclude"))
    rule = Rule(include=include, exclude=exclude)
    if not rule.conditions:
        raise RuleRefused("rule", "This rule asks nothing.", "Add a condition, or address the whole newsletter.")
    if len(rule.conditions) > MOST_CONDITIONS:
        raise RuleRefused("rule", "This rule is too long.", f"Use at most {MOST_CONDITIONS} conditions.")
    return rule


def written_rule(rule: Rule) -> dict[str, Any]:
    """The JSON that `read_rule` understands as this rule."""
    sides = {"include": rule.include, "exclude": rule.exclude}
    return {"version": VERSION, **{name: _written(side) if side else None for name, side in sides.items()}}


def _side(given: Mapping[str, object], name: str) -> Node | None:
    node = given.get(name)
    return None if node is None else _node(node, where=name, depth=1)


def _node(given: object, *, where: str, depth: int) -> Node:
    if depth > DEEPEST:
        raise RuleRefused(where, "This rule is nested too deep.", f"Use at most {DEEPEST} levels.")
    if not isinstance(given, Mapping):
        raise RuleRefused(where, "This is not a condition.", "Give field, op and value, or all, any or not.")
    match list(given):
        case ["all"]:
            return Every(_nodes(given["all"], where=f"{where}.all", depth=depth))
        case ["any"]:
            return Either(_nodes(given["any"], where=f"{where}.any", depth=depth))
        case ["not"]:
            return Not(_node(given["not"], where=f"{where}.not", depth=depth + 1))
        case _:
            return _condition(given, where=where)


def _nodes(given: object, *, where: str, depth: int) -> tuple[Node, ...]:
    if not isinstance(given, list) or not given:
        raise RuleRefused(where, "There is nothing in it.", "Give a list with at least one condition.")
    if len(given) > MOST_CONDITIONS:
        raise RuleRefused(where, "This rule is too long.", f"Use at most {MOST_CONDITIONS} conditions.")
    return tuple(_node(node, where=f"{where}[{at}]", depth=depth + 1) for at, node in enumerate(given))


def _condition(given: Mapping[str, object], *, where: str) -> Condition:
    if set(given) - {"of"} != _CONDITION:
        raise RuleRefused(where, "This is not a condition.", "Give field, op and value, or all, any or not.")
    field = _known(Field, given["field"], where=f"{where}.field", among=tuple(Field))
    operators = OPERATORS[KINDS[field]]
    operator = _known(Operator, given["op"], where=f"{where}.op", among=operators)
    value = read_value(given["value"], field=field, operator=operator, where=where)
    return Condition(field, operator, value, of=_of(given, field=field, where=where))


def _of(given: Mapping[str, object], *, field: Field, where: str) -> str:
    if field in ATTRIBUTES:
        return read_name(given.get("of"), where=f"{where}.of")
    if "of" in given:
        raise RuleRefused(f"{where}.of", "Only attributes have a name here.", "Leave it out.")
    return ""


def _known(kind: type[Known], given: object, *, where: str, among: tuple[Known, ...]) -> Known:
    if isinstance(given, str) and given in among:
        return kind(given)
    raise RuleRefused(where, "We do not know this one here.", f"Use one of: {', '.join(among)}.")


def _written(node: Node) -> dict[str, Any]:
    match node:
        case Every(nodes):
            return {"all": [_written(one) for one in nodes]}
        case Either(nodes):
            return {"any": [_written(one) for one in nodes]}
        case Not(inner):
            return {"not": _written(inner)}
        case Condition(field, operator, value, of):
            named = {"of": of} if of else {}
            return {"field": field.value, **named, "op": operator.value, "value": written_value(value)}
