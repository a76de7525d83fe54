"""A rule in plain words, for the person who is about to press a button."""

from collections.abc import Mapping
from typing import Any, cast

from newsletter.core.rules.fields import Field, Operator
from newsletter.core.rules.tree import Condition, Either, Every, Node, Not, Rule

Names = Mapping[tuple[Field, Any], str]
"""What a value is called, by field and value; a value without a name speaks for itself."""

FIELD_WORDS: Mapping[Field, str] = {
    Field.LANGUAGE: "language",
    Field.ZONE: "time zone",
    Field.SOURCE: "where they came from",
    Field.STATE: "state of the subscription",
    Field.JOINED: "when they joined",
    Field.CONFIRMED: "when they confirmed",
    Field.TAGS: "tags",
    Field.NEWSLETTERS: "other newsletters they read",
    Field.ISSUES: "issues that were addressed to them",
    Field.LAST_ISSUES: "the last issues",
    Field.PARTS: "parts they had in a letter of this newsletter",
}

_WORDS = {Operator.IN: "{field} is {any}", Operator.NOT_IN: "{field} is not {any}"}
_MOMENT = {
    Operator.SINCE: "{verb} on or after {value}",
    Operator.BEFORE: "{verb} before {value}",
    Operator.IN_LAST_DAYS: "{verb} in the last {value} days",
    Operator.NOT_IN_LAST_DAYS: "{verb} more than {value} days ago",
}

_SAID: Mapping[Field, Mapping[Operator, str]] = {
    Field.LANGUAGE: _WORDS,
    Field.ZONE: _WORDS,
    Field.SOURCE: _WORDS,
    Field.STATE: _WORDS,
    Field.JOINED: _MOMENT,
    Field.CONFIRMED: _MOMENT,
    Field.TAGS: {
        Operator.ANY_OF: "has the tag {any}",
        Operator.ALL_OF: "has the tags {all}",
        Operator.NONE_OF: "has not the tag {any}",
    },
    Field.NEWSLETTERS: {
        Operator.ANY_OF: "also reads {any}",
        Operator.ALL_OF: "also reads {all}",
        Operator.NONE_OF: "does not read {any}",
    },
    Field.ISSUES: {
        Operator.ANY_OF: "was a recipient of {any}",
        Operator.ALL_OF: "was a recipient of {all}",
        Operator.NONE_OF: "was not a recipient of {any}",
    },
    Field.LAST_ISSUES: {
        Operator.ANY_OF: "was a recipient of at least one of the last {value} issues",
        Operator.ALL_OF: "was a recipient of each of the last {value} issues",
        Operator.NONE_OF: "was a recipient of none of the last {value} issues",
    },
    Field.PARTS: {
        Operator.ANY_OF: "had {any}",
        Operator.ALL_OF: "had {all}",
        Operator.NONE_OF: "had not {any}",
    },
}
_VERBS = {Field.JOINED: "joined", Field.CONFIRMED: "confirmed"}


def rule_words(rule: Rule, *, names: Names) -> str:
    """One or two sentences: who is addressed, and who of them is left out."""
    addressed = f"Readers of whom this is so: {_said(rule.include, names=names)}." if rule.include else "All readers."
    left_out = f" Left out: {_said(rule.exclude, names=names)}." if rule.exclude else ""
    return addressed + left_out


def _said(node: Node, *, names: Names, inner: bool = False) -> str:
    match node:
        case Condition():
            return _condition(node, names=names)
        case Not(one):
            return f"not ({_said(one, names=names)})"
        case Every(nodes) | Either(nodes):
            between = " and " if isinstance(node, Every) else " or "
            text = between.join(_said(one, names=names, inner=len(nodes) > 1) for one in nodes)
            return f"({text})" if inner and len(nodes) > 1 else text


def _condition(asked: Condition, *, names: Names) -> str:
    value = cast("Any", asked.value)
    said = _SAID[asked.field][asked.operator]
    named = [names.get((asked.field, one), f"“{one}”") for one in value] if isinstance(value, tuple) else []
    text = said.format(
        field=FIELD_WORDS[asked.field],
        verb=_VERBS.get(asked.field, ""),
        any=_listed(named, "or"),
        all=_listed(named, "and"),
        value=value,
    )
    return text.replace(" last 1 issues", " last issue").replace(" 1 days", " 1 day")


def _listed(named: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))
