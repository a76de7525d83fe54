from itertools import count

import pytest

from newsletter.core.crowd import BITS, is_crowd, is_done, task_for

TASK = task_for("ada@example.org", nonce="n")


@pytest.mark.parametrize(
    ("last_hour", "last_week", "crowd"),
    [(50, 0, False), (51, 0, True), (51, 168, True), (60, 168 * 6, False), (61, 168 * 6, True), (500, 168 * 50, False)],
)
def test_a_crowd_is_ten_times_the_mean_hour_and_at_least_fifty(last_hour, last_week, crowd):
    assert is_crowd(last_hour=last_hour, last_week=last_week) is crowd


def test_work_counts_for_its_address_alone():
    work = next(str(number) for number in count() if is_done(TASK, str(number)))

    assert is_done(task_for(" ada@example.org ", nonce="n"), work)
    assert not is_done(task_for("ada@example.com", nonce="n"), work)
    assert not is_done(task_for("ada@example.org", nonce="m"), work)
    assert "ada" not in TASK
    assert int(work) > 0
    assert BITS >= 16


@pytest.mark.parametrize("work", ["", "-1", "1.5", "٣", "x", "9" * 13, "0x10", " 1"])
def test_what_is_no_number_is_no_work(work):
    assert not is_done(TASK, work)
