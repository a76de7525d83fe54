"""A rule in plain words, for the person who is about to press a button."""

from collections.abc import Mapping
from typing import Any, cast

from cms.core.listing import listed
from newsletter.core.rules.fields import Field, Operator
from newsletter.core.rules.tree import Condition, Either, Every, Node, Not, Rule

Names = Mapping[tuple[Field, Any], str]
"""What a value is called, by field and value; an attribute, by field and (slug,). A value without a name is its own."""

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
    Field.TEXT_ATTRIBUTE: "an attribute in words",
    Field.NUMBER_ATTRIBUTE: "an attribute in numbers",
    Field.YES_NO_ATTRIBUTE: "an attribute that is yes or no",
    Field.DATE_ATTRIBUTE: "an attribute that is a day",
}

_WORDS = {Operator.IN: "{field} is {any}", Operator.NOT_IN: "{field} is not {any}"}
_MOMENT = {
    Operator.SINCE: "{verb} on or after {value}",
    Operator.BEFORE: "{verb} before {value}",
    Operator.IN_LAST_DAYS: "{verb} in the last {value} days",
    Operator.NOT_IN_LAST_DAYS: "{verb} more than {value} days ago",
}

_DAY = {
    Operator.SINCE: "{field} is {value} or later",
    Operator.BEFORE: "{field} is before {value}",
    Operator.IN_LAST_DAYS: "{field} is in the last {value} days",
    Operator.NOT_IN_LAST_DAYS: "{field} is more than {value} days ago",
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
    Field.TEXT_ATTRIBUTE: _WORDS,
    Field.NUMBER_ATTRIBUTE: {
        Operator.AT_LEAST: "{field} is {value} or more",
        Operator.AT_MOST: "{field} is {value} or less",
    },
    Field.YES_NO_ATTRIBUTE: _WORDS,
    Field.DATE_ATTRIBUTE: _DAY,
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
        field=names.get((asked.field, (asked.of,)), f"“{asked.of}”") if asked.of else FIELD_WORDS[asked.field],
        verb=_VERBS.get(asked.field, ""),
        any=listed(named, last="or") if named else "",
        all=listed(named) if named else "",
        value=value,
    )
    return text.replace(" last 1 issues", " last issue").replace(" 1 days", " 1 day")
