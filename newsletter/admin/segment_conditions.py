"""One condition of a segment as fields of a form, and back."""

from datetime import date
from typing import Any

from django import forms

from newsletter.admin.segment_values import choices_for
from newsletter.core.rules.fields import IN_DAYS, KINDS, OPERATORS, Field, Kind, Operator
from newsletter.core.rules.tree import Condition
from newsletter.core.rules.values import MOST_DAYS, MOST_LAST_ISSUES, written_value
from newsletter.core.rules.words import FIELD_WORDS
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
}
DAY_HELP = f"A day like 2026-06-03, or a number of days from 1 to {MOST_DAYS}."
NOTHING_YET = "There is nothing to choose yet."


class ConditionForm(forms.Form):
    """What is asked of a reader: how, and compared with what."""

    operator = forms.ChoiceField(label="How")

    def __init__(self, *args, asks: Field, newsletter: Newsletter, exactly: bool, chosen=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        self.title = FIELD_WORDS[asks]
        self.fields["operator"].choices = [(one.value, OPERATOR_WORDS[one]) for one in OPERATORS[KINDS[asks]]]
        self.fields["value"] = _value_field(asks, newsletter, exactly=exactly, chosen=chosen)

    def clean(self) -> dict[str, Any]:
        """A day where a day is asked for, a number of days elsewhere."""
        given = super().clean() or {}
        if KINDS[self.asks] is Kind.MOMENT and {"operator", "value"} <= set(given):
            try:
                self._moment(given)
            except ValueError:
                self.add_error("value", _MOMENT_WORDS[given["operator"] in IN_DAYS])
        return given

    @property
    def node(self) -> dict[str, Any]:
        """The condition as JSON; only for a valid form."""
        given = self.cleaned_data
        value = given["value"]
        match KINDS[self.asks]:
            case Kind.MOMENT:
                value = self._moment(given)
            case Kind.ROWS:
                value = [int(one) for one in value]
        return {"field": self.asks.value, "op": given["operator"], "value": value}

    @staticmethod
    def _moment(given: dict[str, Any]) -> int | str:
        text = given["value"].strip()
        if given["operator"] not in IN_DAYS:
            return date.fromisoformat(text).isoformat()
        if not 1 <= int(text) <= MOST_DAYS:
            raise ValueError(text)
        return int(text)


_MOMENT_WORDS = {
    False: "Write a day that exists, like 2026-06-03.",
    True: f"Write a whole number of days from 1 to {MOST_DAYS}.",
}


def initial_of(condition: Condition) -> dict[str, Any]:
    """What stands in the form of a condition that was saved."""
    value = written_value(condition.value)
    return {
        "operator": condition.operator.value,
        "value": [str(one) for one in value] if isinstance(value, list) else value,
    }


def _value_field(asks: Field, newsletter: Newsletter, *, exactly: bool, chosen) -> forms.Field:
    match KINDS[asks]:
        case Kind.COUNT:
            return forms.IntegerField(label="How many of the last issues", min_value=1, max_value=MOST_LAST_ISSUES)
        case Kind.MOMENT:
            return forms.CharField(label="Day, or number of days", max_length=10, help_text=DAY_HELP)
    offered = choices_for(asks, newsletter, exactly=exactly)
    known = {value for value, _ in offered}
    # What was chosen once stays a choice, although no reader has it today.
    offered += [(one, name_of(asks, one)) for one in chosen if one not in known]
    return forms.MultipleChoiceField(
        label="Which",
        choices=offered,
        widget=forms.CheckboxSelectMultiple,
        help_text="" if offered else NOTHING_YET,
        error_messages={"required": "Choose at least one."},
    )
