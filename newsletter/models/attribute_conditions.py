"""What a rule asks of declared attributes, as a question to the database: never NULL, whatever they hold.

Attributes lie in one JSON column. A value of another kind than the rule asks for counts as not there.
"""

from typing import Any

from django.db.models import Case, CharField, Exists, F, FloatField, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from newsletter.core.rules.evaluation import DAY, Circumstances, days_asked
from newsletter.core.rules.fields import Field, Operator
from newsletter.core.rules.tree import Condition
from newsletter.models.subscribers import Subscriber

TEXT = ("string", "text")
NUMBER = ("number", "integer", "real")
_YES_NO = {"yes": "true", "no": "false"}


class HeldKind(Func):
    """Of which kind a value in JSON is; a truth is named by itself: "true" or "false"."""

    output_field = CharField()

    def as_sqlite(self, compiler, connection, **_context):  # noqa: ARG002 - Django's signature
        return self._compiled(compiler, "JSON_TYPE({column}, {key})", path=True)

    def as_postgresql(self, compiler, connection, **_context):  # noqa: ARG002 - Django's signature
        held = "jsonb_extract_path({column}, {key})"
        kind = f"jsonb_typeof({held})"
        return self._compiled(compiler, f"CASE {kind} WHEN 'boolean' THEN {held}::text ELSE {kind} END")

    def _compiled(self, compiler, template: str, *, path: bool = False):
        column, key = self.get_source_expressions()
        sql, params = compiler.compile(column)
        name = f'$."{key.value}"' if path else key.value  # `read_name` lets no quote into a name
        times = template.count("{key}")
        return template.format(column=sql, key="%s"), [*params, name] * times


class HeldText(HeldKind):
    """A value in JSON, as text."""

    def as_sqlite(self, compiler, connection, **_context):  # noqa: ARG002 - Django's signature
        return self._compiled(compiler, "JSON_EXTRACT({column}, {key})", path=True)

    def as_postgresql(self, compiler, connection, **_context):  # noqa: ARG002 - Django's signature
        return self._compiled(compiler, "jsonb_extract_path_text({column}, {key})")


def attribute_condition(asked: Condition, *, now: Circumstances) -> Q:
    """For `filter` on subscriptions."""
    readers = told_attribute(Subscriber.objects.order_by(), asked.of).filter(pk=OuterRef("subscriber"))
    found = Q(Exists(readers.filter(_said(asked, now=now))))
    return ~found if asked.operator is Operator.NOT_IN else found


def told_attribute(rows, slug: str, *, column: str = "attributes"):
    """Each row says in `held` what this attribute of it is, as text, and in `kind` of which kind that is."""
    name = Value(slug)
    return rows.alias(kind=HeldKind(F(column), name), held=HeldText(F(column), name))


def _said(asked: Condition, *, now: Circumstances) -> Q:
    value: Any = asked.value
    match asked.field:
        case Field.TEXT_ATTRIBUTE:
            return Q(kind__in=TEXT, held__in=value)
        case Field.YES_NO_ATTRIBUTE:
            return Q(kind__in=[_YES_NO[one] for one in value])
        case Field.NUMBER_ATTRIBUTE:
            # Inside CASE, since PostgreSQL may look at conditions in any order and a text is no number.
            number = Case(When(kind__in=NUMBER, then=Cast("held", FloatField())), output_field=FloatField())
            return _compared(number, asked.operator, float(value))
        case _:
            first, last = days_asked(asked, now=now)
            return Q(kind__in=TEXT, held__regex=rf"\A{DAY.pattern}\Z", held__gte=first, held__lte=last)


def _compared(number: Case, operator: Operator, value: float) -> Q:
    return Q(GreaterThanOrEqual(number, value) if operator is Operator.AT_LEAST else LessThanOrEqual(number, value))
