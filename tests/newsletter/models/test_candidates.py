import pytest

from newsletter.core.audience import Reason, reason_against
from newsletter.models import Subscription
from newsletter.models.candidates import candidate_of


def reason(cast, name, *suppressions):
    row = Subscription.objects.told_consent().get(pk=cast.readers[name].pk)
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
