import pytest

from newsletter.core.breaker import tripped
from newsletter.core.issue_state import HoldReason


@pytest.mark.parametrize(
    ("handed_over", "refused", "reason"),
    [
        (0, {"unknown": 9}, None),
        (0, {"unknown": 10}, HoldReason.ROUTE_REFUSES),
        (1, {"unknown": 10}, None),
        (46, {"policy": 3}, None),
        (95, {"policy": 5}, None),
        (94, {"policy": 6}, HoldReason.POLICY_REFUSALS),
        (97, {"hard": 3}, None),
        (96, {"hard": 4}, HoldReason.HARD_BOUNCES),
        (50, {"soft": 50}, None),
        (47, {"policy": 2}, None),
        (47, {"policy": 3}, HoldReason.POLICY_REFUSALS),
        (950, {"policy": 50}, None),
        (949, {"policy": 51}, HoldReason.POLICY_REFUSALS),
    ],
)
def test_a_breaker_trips_at_its_figure_and_not_one_before(handed_over, refused, reason):
    hold = tripped(handed_over=handed_over, refused=refused)

    assert (hold.reason if hold else None) == reason
