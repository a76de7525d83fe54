from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from newsletter.core.backoff import next_try

NOW = datetime(2025, 6, 12, 7, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 60), (70, 60)])
def test_a_wait_is_within_a_fifth_of_its_step(attempts, minutes):
    waits = [next_try(NOW, attempts=attempts, delivery_id=str(number)) - NOW for number in range(200)]

    assert min(waits) >= timedelta(minutes=minutes) * 0.8
    assert max(waits) <= timedelta(minutes=minutes) * 1.2


@given(st.integers(0, 100), st.text(max_size=40))
def test_the_same_delivery_always_waits_equally_long(attempts, delivery_id):
    first = next_try(NOW, attempts=attempts, delivery_id=delivery_id)

    assert first == next_try(NOW, attempts=attempts, delivery_id=delivery_id)
    assert first > NOW


def test_deliveries_that_were_deferred_together_do_not_come_back_together():
    moments = {next_try(NOW, attempts=2, delivery_id=str(number)) for number in range(1000)}

    assert len(moments) > 990
