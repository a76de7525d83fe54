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


@pytest.mark.parametrize(
    ("handed_over", "refused", "bounced", "complaints", "reason"),
    [
        (100, {}, {"policy": 5}, 0, None),
        (100, {}, {"policy": 6}, 0, HoldReason.POLICY_REFUSALS),
        (97, {"policy": 3}, {"policy": 3}, 0, HoldReason.POLICY_REFUSALS),
        (100, {}, {"hard": 3}, 0, None),
        (100, {}, {"hard": 4}, 0, HoldReason.HARD_BOUNCES),
        (99, {"hard": 1}, {"hard": 3}, 0, HoldReason.HARD_BOUNCES),
        (100, {}, {"soft": 50, "unknown": 50}, 0, None),
        (49, {}, {"hard": 40}, 9, None),
        (50, {}, {}, 1, None),
        (50, {}, {}, 2, HoldReason.COMPLAINTS),
        (1000, {}, {}, 3, None),
        (999, {}, {}, 3, HoldReason.COMPLAINTS),
    ],
)
def test_what_comes_back_later_counts_as_much(handed_over, refused, bounced, complaints, reason):
    hold = tripped(handed_over=handed_over, refused=refused, bounced=bounced, complaints=complaints)

    assert (hold.reason if hold else None) == reason
