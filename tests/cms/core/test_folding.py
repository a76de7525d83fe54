from hypothesis import given, strategies as st

from cms.core.folding import MOST_OPEN, fold

lengths = st.integers(min_value=1, max_value=60)


def shape(stretches):
    return [(stretch.start, len(stretch.items), stretch.is_folded) for stretch in stretches]


@given(lengths, st.data())
def test_every_item_stands_in_exactly_one_stretch_in_order(length, data):
    current = data.draw(st.integers(min_value=1, max_value=length))

    stretches = fold(range(1, length + 1), current=current)

    assert [item for stretch in stretches for item in stretch.items] == list(range(1, length + 1))
    assert all(stretch.items[0] == stretch.start for stretch in stretches)


@given(lengths, st.data())
def test_first_last_current_and_its_neighbors_stay_open(length, data):
    current = data.draw(st.integers(min_value=1, max_value=length))

    shown = {
        i for stretch in fold(range(1, length + 1), current=current) if not stretch.is_folded for i in stretch.items
    }

    assert {1, length, current, max(1, current - 1), min(length, current + 1)} <= shown


@given(lengths, st.data())
def test_one_item_alone_is_never_folded(length, data):
    current = data.draw(st.integers(min_value=1, max_value=length))

    folded = [stretch for stretch in fold(range(length), current=current) if stretch.is_folded]

    assert all(len(stretch.items) > 1 for stretch in folded)


def test_seven_parts_stay_open():
    assert shape(fold(range(MOST_OPEN), current=4)) == [(1, MOST_OPEN, False)]


def test_long_series_folds_around_the_part_that_is_read():
    assert shape(fold(range(43), current=20)) == [
        (1, 1, False),
        (2, 17, True),
        (19, 3, False),
        (22, 21, True),
        (43, 1, False),
    ]


def test_nothing_folds_to_nothing():
    assert fold([], current=1) == ()
