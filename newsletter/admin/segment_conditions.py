"""One condition of a segment as fields of a form, and back."""

from typing import Any

from django import forms

from cms.day_fields import day_input
from newsletter.admin.segment_questions import Question
from newsletter.admin.segment_values import choices_for
from newsletter.core.rules.fields import IN_DAYS, KINDS, OPERATORS, Kind, Operator
from newsletter.core.rules.tree import Condition
from newsletter.core.rules.values import FURTHEST_NUMBER, MOST_DAYS, MOST_LAST_ISSUES, written_value
from newsletter.models import Newsletter
from newsletter.models.segments import name_of

OPERATOR_WORDS = {
    Operator.IN: "is one of",
    Operator.NOT_IN: "is none of",
    Operator.SINCE: "on or after this day",
    Operator.BEFORE: "before this day",
    Operator.IN_LAST_DAYS: "in the last so many days",
    Operator.NOT_IN_LAST_DAYS: "more than so many days ago",
    Operator.ANY_OF: "at least one of",
    Operator.ALL_OF: "all of",
    Operator.NONE_OF: "none of",
    Operator.AT_LEAST: "at least",
    Operator.AT_MOST: "at most",
}
NO_DAY = "Choose a day that exists, like 2026-06-03."
NO_DAYS = f"Write a whole number of days from 1 to {MOST_DAYS}."
NOTHING_YET = "There is nothing to choose yet."


class ConditionForm(forms.Form):
    """What is asked of a reader: how, and compared with what. Of `value`, a day, and `days` the operator needs one."""

    operator = forms.ChoiceField(label="How")

    def __init__(self, *args, asks: Question, newsletter: Newsletter, exactly: bool, chosen=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        self.title = asks.words
        self.fields["operator"].choices = [(one.value, OPERATOR_WORDS[one]) for one in OPERATORS[self.kind]]
        if self.kind in _TIMES:
            self.fields |= {"value": _day_field(), "days": _days_field()}
        else:
            self.fields["value"] = _value_field(asks, newsletter, exactly=exactly, chosen=chosen)

    def clean(self) -> dict[str, Any]:
        """A day where a day is asked for, a number of days elsewhere; what the other field holds is nobody's fault."""
        given = super().clean() or {}
        if self.kind in _TIMES and "operator" in given:
            needed, other = ("days", "value") if given["operator"] in IN_DAYS else ("value", "days")
            self.errors.pop(other, None)
            if not given.get(needed) and needed not in self.errors:
                self.add_error(needed, self.fields[needed].error_messages["invalid"])
        return given

    @property
    def kind(self) -> Kind:
        """What its value is made of."""
        return KINDS[self.asks.field]

    @property
    def node(self) -> dict[str, Any]:
        """The condition as JSON; only for a valid form."""
        given = self.cleaned_data
        value = given.get("value")
        match self.kind:
            case Kind.MOMENT | Kind.DAY:
                value = given["days"] if given["operator"] in IN_DAYS else given["value"].isoformat()
            case Kind.ROWS:
                value = [int(one) for one in value]
        named = {"of": self.asks.of} if self.asks.of else {}
        return {"field": self.asks.field.value, **named, "op": given["operator"], "value": value}


_TIMES = (Kind.MOMENT, Kind.DAY)


def initial_of(condition: Condition) -> dict[str, Any]:
    """What stands in the form of a condition that was saved."""
    value = written_value(condition.value)
    kept = [str(one) for one in value] if isinstance(value, list) else value
    return {"operator": condition.operator.value, "days" if condition.operator in IN_DAYS else "value": kept}


def _day_field() -> forms.Field:
    return forms.DateField(
        label="Which day",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=day_input(),
        help_text="For “on or after this day” and “before this day”.",
        error_messages={"invalid": NO_DAY},
    )


def _days_field() -> forms.Field:
    said = dict.fromkeys(("invalid", "min_value", "max_value"), NO_DAYS)
    return forms.IntegerField(
        label="How many days",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=f"For “in the last so many days” and “more than so many days ago”: from 1 to {MOST_DAYS}.",
        error_messages=said,
    )


def _value_field(asks: Question, newsletter: Newsletter, *, exactly: bool, chosen) -> forms.Field:
    match KINDS[asks.field]:
        case Kind.NUMBER:
            return forms.FloatField(label="Number", min_value=-FURTHEST_NUMBER, max_value=FURTHEST_NUMBER)
        case Kind.COUNT:
            return forms.IntegerField(label="How many of the last issues", min_value=1, max_value=MOST_LAST_ISSUES)
    offered = choices_for(asks, newsletter, exactly=exactly)
    known = {value for value, _ in offered}
    # What was chosen once stays a choice, although no reader has it today.
    offered += [(one, name_of(asks.field, one)) for one in chosen if one not in known]
    return forms.MultipleChoiceField(
        label="Which",
        choices=offered,
        widget=forms.CheckboxSelectMultiple,
        help_text="" if offered else NOTHING_YET,
        error_messages={"required": "Choose at least one."},
    )
