"""When an address rests, and when it is given up. The threshold is Mailman's."""

from datetime import UTC, datetime, timedelta

from newsletter.core.health import THRESHOLD, Act, Health, after_missing_domain, after_soft_bounce

DAY = timedelta(days=1)
MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def bounced(health, at, *, left_at=None, clean=0):
    return after_soft_bounce(health, left_at=left_at or at, now=at, clean=clean)


def test_a_mailbox_that_is_always_full_rests_with_the_fifth_weekly_letter_and_is_given_up_with_the_probe():
    health, acts = Health(), []
    for week in range(THRESHOLD):
        health, act = bounced(health, MONDAY + 7 * week * DAY)
        acts.append(act)
    assert acts == [Act.KEEP] * 4 + [Act.SUSPEND]
    assert health.suspended_until == MONDAY + 35 * DAY

    assert bounced(health, MONDAY + 42 * DAY)[1] == Act.SUPPRESS


def test_a_day_counts_once_however_many_letters_come_back():
    first, _ = bounced(Health(), MONDAY)
    second, act = bounced(first, MONDAY + timedelta(hours=9))

    assert (second, act) == (first, Act.KEEP)


def test_three_letters_and_a_week_without_a_bounce_forget_the_score():
    old = Health(score=4, counted_at=MONDAY)

    assert bounced(old, MONDAY + 8 * DAY, clean=3) == (Health(score=1, counted_at=MONDAY + 8 * DAY), Act.KEEP)
    assert bounced(old, MONDAY + 8 * DAY, clean=2)[1] == Act.SUSPEND
    assert bounced(old, MONDAY + 6 * DAY, clean=3)[1] == Act.SUSPEND


def test_a_letter_that_left_before_the_rest_says_nothing_new():
    resting = Health(suspended_until=MONDAY + 7 * DAY, counted_at=MONDAY)

    assert bounced(resting, MONDAY + 8 * DAY, left_at=MONDAY - DAY) == (resting, Act.KEEP)


def test_a_probe_that_arrived_begins_anew():
    rested = Health(suspended_until=MONDAY, counted_at=MONDAY - 7 * DAY)

    assert bounced(rested, MONDAY + 9 * DAY, clean=1) == (Health(score=1, counted_at=MONDAY + 9 * DAY), Act.KEEP)


def test_a_missing_domain_is_given_up_after_three_days_and_not_before():
    first, act = after_missing_domain(Health(), now=MONDAY, clean=0)
    assert (first.nowhere_since, act) == (MONDAY, Act.KEEP)

    assert after_missing_domain(first, now=MONDAY + 3 * DAY - timedelta(seconds=1), clean=0)[1] == Act.KEEP
    assert after_missing_domain(first, now=MONDAY + 3 * DAY, clean=0)[1] == Act.SUPPRESS


def test_a_letter_that_stayed_away_says_that_the_domain_is_back():
    missing = Health(nowhere_since=MONDAY)

    assert after_missing_domain(missing, now=MONDAY + 9 * DAY, clean=1) == (
        Health(nowhere_since=MONDAY + 9 * DAY),
        Act.KEEP,
    )
