"""A segment as a form that works by keyboard and without script: every button sends all of it and shows it again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from newsletter.admin.segment_conditions import ConditionForm, initial_of
from newsletter.admin.segment_questions import Question, question_of, questions
from newsletter.core.rules.notation import MOST_CONDITIONS
from newsletter.core.rules.tree import Condition, Either, Every, Node, Rule
from newsletter.models import Newsletter, Segment
from newsletter.segments import MAY_SEE, USE_PROGRESS

SIDES = ("include", "exclude")
NO_CONDITION = "Add a condition first: without one a segment is simply everybody."


class NameForm(forms.Form):
    """What the segment is called, and how its conditions hang together."""

    name = forms.CharField(label="Name", max_length=80, help_text="As colleagues will choose it for a letter.")
    match = forms.ChoiceField(
        label="Readers of whom",
        choices=[("all", "all of these are so"), ("any", "at least one of these is so")],
        widget=forms.RadioSelect,
        initial="all",
    )


@dataclass(frozen=True)
class Row:
    """One condition on the page; `number` names its fields and its button."""

    number: int
    side: str
    form: ConditionForm


class SegmentForm:
    """Name and conditions of both sides. Not a Django form: it is made of some."""

    def __init__(self, newsletter: Newsletter, *, viewer, data: Mapping[str, Any] | None = None, rule=None, name=""):
        self.newsletter, self.viewer = newsletter, viewer
        self.exactly = viewer.has_perm(MAY_SEE)
        self._kept = _values(rule)
        self._questions = {each.key: each for each in questions(with_progress=viewer.has_perm(USE_PROGRESS))}
        self._known = {each.key: each for each in map(question_of, rule.conditions if rule else ())} | self._questions
        self.name = NameForm(data) if data is not None else NameForm(initial={"name": name, "match": _match(rule)})
        self.rows = list(self._posted(data) if data is not None else self._saved(rule))

    @property
    def offered(self) -> list[tuple[str, str]]:
        """What a new condition may ask."""
        return [(each.key, each.words) for each in self._questions.values()]

    @property
    def include(self) -> list[Row]:
        return [row for row in self.rows if row.side == "include"]

    @property
    def exclude(self) -> list[Row]:
        return [row for row in self.rows if row.side == "exclude"]

    def change(self, data: Mapping[str, Any]) -> bool:
        """A condition more, or one less, if a button says so; then nothing is saved yet."""
        if (removed := data.get("remove", "")).isdigit():
            self.rows = [row for row in self.rows if str(row.number) != removed]
            return True
        side = data.get("add", "")
        if side not in SIDES or len(self.rows) >= MOST_CONDITIONS:
            return "add" in data or "remove" in data
        asks = data.get(f"new-{side}", "")
        if asks in self._questions:
            taken = {row.number for row in self.rows}
            number = next(free for free in range(MOST_CONDITIONS + 1) if free not in taken)
            self.rows.append(Row(number, side, self._form(self._questions[asks], number)))
        return True

    def is_valid(self) -> bool:
        """Whether all of it can be saved; each field says what is wrong beside itself."""
        answers = [self.name.is_valid(), *(row.form.is_valid() for row in self.rows)]
        if not self.rows and self.name.is_bound:
            self.name.add_error(None, NO_CONDITION)
        return all(answers) and bool(self.rows)

    @property
    def can_be_counted(self) -> bool:
        """Whether the conditions make a rule, with or without a name."""
        return bool(self.rows) and all(row.form.is_valid() for row in self.rows)

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as JSON; only when it can be counted."""
        match = self.name.data.get("match") if self.name.is_bound else "all"
        include = [row.form.node for row in self.include]
        exclude = [row.form.node for row in self.exclude]
        return {
            "version": 1,
            "include": {"any" if match == "any" else "all": include} if include else None,
            "exclude": {"any": exclude} if exclude else None,
        }

    def _posted(self, data: Mapping[str, Any]) -> Iterator[Row]:
        for number in range(MOST_CONDITIONS + 1):
            side, asks = data.get(f"c{number}-side", ""), data.get(f"c{number}-field", "")
            if side in SIDES and asks in self._known:
                yield Row(number, side, self._form(self._known[asks], number, data))

    def _saved(self, rule: Rule | None) -> Iterator[Row]:
        found = [(side, one) for side in SIDES for one in flat(getattr(rule, side, None)) or ()]
        for number, (side, condition) in enumerate(found):
            form = self._form(question_of(condition), number, initial=initial_of(condition))
            yield Row(number, side, form)

    def _form(self, asks: Question, number: int, data=None, **more: Any) -> ConditionForm:
        known = {"newsletter": self.newsletter, "exactly": self.exactly, "chosen": self._kept[asks.key]}
        return ConditionForm(data, prefix=f"c{number}", asks=asks, **known, **more)


def flat(node: Node | None) -> tuple[Condition, ...] | None:
    """The conditions of one side; None when it is deeper than the form can show."""
    nodes = node.nodes if isinstance(node, Every | Either) else (node,) if node else ()
    found = tuple(one for one in nodes if isinstance(one, Condition))
    return found if len(found) == len(nodes) else None


def fits_the_form(segment: Segment) -> bool:
    """Whether this rule can be shown as two lists of conditions."""
    rule = segment.read
    many = isinstance(rule.exclude, Every) and len(rule.exclude.nodes) > 1
    return flat(rule.include) is not None and flat(rule.exclude) is not None and not many


def _values(rule: Rule | None) -> dict[str, list[str]]:
    """What a saved rule compares with: it stays a choice for whoever changes the rule."""
    found: dict[str, list[str]] = defaultdict(list)
    for condition in rule.conditions if rule else ():
        value = initial_of(condition).get("value")
        found[question_of(condition).key] += value if isinstance(value, list) else []
    return found


def _match(rule: Rule | None) -> str:
    return "any" if rule and isinstance(rule.include, Either) else "all"
