import pytest

from series.demo.drawings import DRAWINGS


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_fills_a_cover_and_is_the_same_each_time(name):
    first, second = DRAWINGS[name](), DRAWINGS[name]()

    assert (first.size, first.mode) == ((1600, 1000), "RGB")
    assert first.tobytes() == second.tobytes()
