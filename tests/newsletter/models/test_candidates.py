import pytest

from cms.clock import database_now
from newsletter.core.audience import Reason, reason_against
from newsletter.core.rules.notation import read_rule
from newsletter.models import Subscription
from newsletter.models.candidates import candidate_of
from newsletter.models.rule_conditions import circumstances, told_rule

EXCEPT_UTC = read_rule({"version": 1, "exclude": {"field": "zone", "op": "not_in", "value": ["UTC"]}})


def reason(cast, name, *suppressions, rule=None):
    rows = told_rule(Subscription.objects.told_consent(), rule, now=circumstances(cast.newsletter, at=database_now()))
    row = rows.get(pk=cast.readers[name].pk)
    return reason_against(candidate_of(row, suppressions=set(suppressions)))


@pytest.mark.parametrize(
    ("name", "suppressions", "expected"),
    [
        ("ada", [], None),
        ("ada", ["soft_bounces"], Reason.SUSPENDED),
        ("ada", ["soft_bounces", "complaint"], Reason.SUPPRESSED),
        ("chidi", [], Reason.CONSENT_MISSING),
        ("dina", [], Reason.PAUSED),
        ("dina", ["objection"], Reason.SUPPRESSED),
    ],
)
def test_the_strongest_reason_is_the_one_that_counts(cast, name, suppressions, expected):
    assert reason(cast, name, *suppressions) == expected


def test_who_has_left_is_not_asked_for_consent(cast):
    Subscription.objects.filter(pk=cast.readers["chidi"].pk).update(state="ended")

    assert reason(cast, "chidi") == Reason.LEFT


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ada", Reason.EXCLUDED_BY_SEGMENT), ("dina", Reason.PAUSED), ("chidi", Reason.CONSENT_MISSING)],
)
def test_what_the_reader_said_is_a_stronger_reason_than_a_segment(cast, name, expected):
    assert reason(cast, name, rule=EXCEPT_UTC) == expected
