import quopri

import pytest
from hypothesis import given, strategies as st

from newsletter.core.quoted_printable import canonical, encode, encode_value

TEXT = st.text(st.characters(codec="utf-8"))
VALUE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"))


def lines_of(data):
    return data.split(b"\r\n")


@given(TEXT)
def test_a_text_comes_back_as_it_was(text):
    whole = canonical(text)
    encoded, _ = encode(whole, ends_part=True)

    assert quopri.decodestring(encoded).replace(b"\r\n", b"\n").decode() == whole


@given(st.text("aF.rom \t=ä", max_size=300))
def test_no_line_is_long_or_ends_with_a_space_or_begins_with_a_dot(text):
    encoded, _ = encode(canonical(text), ends_part=True)

    assert all(len(line) <= 76 for line in lines_of(encoded))
    assert not any(line.endswith((b" ", b"\t")) for line in lines_of(encoded))
    assert not any(line.startswith((b".", b"From ")) for line in lines_of(encoded))


@given(VALUE)
def test_a_value_alone_decodes_to_itself(value):
    assert quopri.decodestring(encode_value(value)).decode() == value


@given(st.text("abc. From=~", max_size=120))
def test_the_fast_path_and_the_slow_path_decode_alike(value):
    slow, _ = encode(value)

    assert quopri.decodestring(encode_value(value)) == quopri.decodestring(slow)


@given(VALUE, VALUE, VALUE)
def test_a_value_never_disturbs_its_neighbours(before, value, after):
    static, column = encode(before)
    whole = static + (b"=\r\n" if column else b"") + encode_value(value) + encode(after)[0]

    assert quopri.decodestring(whole).decode() == before + value + after


@pytest.mark.parametrize("value", [".dot", "From me", "a" * 73, "x=y", "end ", "\u0625\u0633\u0631\u0627\u0621"])
def test_a_difficult_value_is_written_so_that_no_server_touches_it(value):
    lines = lines_of(encode_value(value))

    assert all(len(line) <= 76 for line in lines)
    assert not lines[0].startswith((b".", b"From "))


def test_an_empty_value_leaves_no_trace():
    assert encode_value("") == b""
