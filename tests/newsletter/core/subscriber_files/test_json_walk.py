"""A JSON document is read piece by piece, and whatever is not one whole object is refused in words."""

import io
import json

import pytest
from hypothesis import given, settings, strategies as st

from newsletter.core.subscriber_files.json_walk import walk
from newsletter.core.subscriber_files.limits import FileRefused, Limits

SMALL = Limits(line=8)  # pieces of eight signs, values of 32 at most
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def read(text: str, limits: Limits = SMALL) -> list:
    return list(walk(io.StringIO(text), limits=limits))


@settings(deadline=None)
@given(
    document=st.dictionaries(st.text(max_size=5), VALUES, max_size=4),
    indent=st.sampled_from([None, 0, 2]),
    line=st.sampled_from([64, 100, 65_536]),
)
def test_every_name_and_item_comes_in_its_order_however_it_is_cut(document, indent, line):
    found = read(json.dumps(document, indent=indent), Limits(line=line))
    expected = []
    for name, value in document.items():
        expected += [(name, item) for item in value] if isinstance(value, list) else [(name, value)]

    assert found == expected


def test_a_list_may_be_far_longer_than_what_is_held():
    assert len(read(json.dumps({"a": [{"n": n} for n in range(500)]}))) == 500


def test_a_number_at_the_end_of_a_piece_goes_on():
    assert read('{"a": 12345678901234567890}') == [("a", 12345678901234567890)]
    assert read('{"a": 8.361086671023897e+154}') == [("a", 8.361086671023897e154)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"a": 1',
        '{"a": [1, 2',
        '{"a": [1 2]}',
        '{"a" 1}',
        '{"a": 1, }',
        '{"a": 1} {"b": 2}',
        '{"a": "cut',
        '{"a": [' + "[" * 100_000,
        '{"a": "' + "x" * 1_000 + '"}',
        '{"a": ' + "9" * 5_000 + "}",
        '{"a": tru}',
    ],
)
@pytest.mark.parametrize("limits", [SMALL, Limits()])
def test_what_is_cut_off_or_broken_is_refused_in_words(text, limits):
    if limits != SMALL and text.startswith('{"a": "xxx'):
        assert read(text, limits)
        return
    with pytest.raises(FileRefused, match=r"Export it again"):
        read(text, limits)
