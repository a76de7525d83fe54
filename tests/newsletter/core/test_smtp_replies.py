from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from newsletter.core.smtp_replies import NotSmtp, ReplyReader

WORDS = b"250-first\r\n250-second\r\n250 third\r\n354 go on\r\n421 4.7.0 enough\r\n250\r\n"
WHOLE = ["250-first\r\n250-second\r\n250 third", "354 go on", "421 4.7.0 enough", "250"]


@given(st.sets(st.integers(1, len(WORDS) - 1)))
def test_replies_are_the_same_however_they_are_cut(cuts):
    reader, edges = ReplyReader(), [0, *sorted(cuts), len(WORDS)]

    found = [reply for a, b in pairwise(edges) for reply in reader.read(WORDS[a:b])]

    assert found == WHOLE
    assert reader.is_between_replies


@pytest.mark.parametrize(
    "odd", [b"hello\r\n", b"2x0 ok\r\n", b"250_ok\r\n", b"150 ok\r\n", b"\r\n", b"250-a\r\n550 b\r\n"]
)
def test_what_is_no_reply_is_told_behind_the_last_good_one(odd):
    found = ReplyReader().read(b"250 good\r\n" + odd)

    assert next(found) == "250 good"
    with pytest.raises(NotSmtp):
        next(found)


@pytest.mark.parametrize("endless", [b"250-more\r\n" * 8_000, b"250 " + b"x" * 70_000])
def test_a_reply_without_an_end_is_given_up(endless):
    with pytest.raises(NotSmtp):
        list(ReplyReader().read(endless))


@given(st.binary(max_size=200))
def test_any_bytes_are_replies_or_refused(data):
    reader = ReplyReader()
    try:
        found = list(reader.read(data))
    except NotSmtp:
        return
    assert all(reply[:3].isdigit() for reply in found)
