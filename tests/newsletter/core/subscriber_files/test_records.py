"""Lines become records, and whatever is broken costs its own line only."""

import csv
import io
import time

import pytest
from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.limits import Limits
from newsletter.core.subscriber_files.lines import lines
from newsletter.core.subscriber_files.records import (
    CELL_TOO_LONG,
    NEVER_CLOSED,
    TOO_LONG,
    TOO_MANY_CELLS,
    Record,
    records,
)

SMALL = Limits(line=80, cell=40, columns=4, record_lines=5)
CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=12
)


def read(text: str, *, delimiter: str = ",", limits: Limits = Limits(), encoding: str = "utf-8-sig"):  # noqa: B008 - frozen
    file = io.BytesIO(text.encode(encoding, errors="surrogateescape"))
    return list(records(lines(file, encoding=encoding, limits=limits), delimiter=delimiter, limits=limits))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6), st.sampled_from(",;\t|"))
def test_what_a_writer_of_csv_wrote_is_read_cell_by_cell(rows, delimiter):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)  # noqa: TID251 - the other side

    found = read(written.getvalue(), delimiter=delimiter)

    assert [record.cells for record in found] == [row for row in rows if any(cell.strip() for cell in row)]
    assert not any(record.broken for record in found)


@given(st.lists(st.text('ab",\n', max_size=12), max_size=12))
def test_of_any_lines_none_is_lost(given_lines):
    text = "".join(f"{line}\n" for line in given_lines)
    found = read(text)

    # Every letter is in a cell, or on a line whose record says that it is broken.
    lost = len([letter for letter in text if letter in "ab"]) - sum(
        sum(cell.count("a") + cell.count("b") for cell in record.cells) for record in found
    )
    broken = [record.line for record in found if record.broken]
    physical = text.split("\n")
    assert lost == sum(physical[line - 1].count("a") + physical[line - 1].count("b") for line in broken)
    assert [record.line for record in found] == sorted({record.line for record in found})


def test_a_quote_that_never_closes_costs_its_own_line():
    found = read('a@x.org,Ann\nb@x.org,"Bob\nc@x.org,Cy\nd@x.org,"Di"\n')

    assert found == [
        Record(1, ["a@x.org", "Ann"]),
        Record(2, [], NEVER_CLOSED),
        Record(3, ["c@x.org", "Cy"]),
        Record(4, ["d@x.org", "Di"]),
    ]


def test_a_quoted_line_break_is_part_of_its_cell():
    found = read('a@x.org,"Ann\nof ""X""\nYork"\r\nb@x.org,Bob')

    assert found == [Record(1, ["a@x.org", 'Ann\nof "X"\nYork']), Record(4, ["b@x.org", "Bob"])]


def test_odd_quotes_within_a_cell_are_letters():
    found = read('a@x.org,Ann 5" tall\nb@x.org,"Bob" Builder\nc@x.org,Cy "C" Cole\n')

    assert [record.cells[1] for record in found] == ['Ann 5" tall', "Bob Builder", 'Cy "C" Cole']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_one(end):
    assert len(read(end.join(["a@x.org,A", "", " , ", "b@x.org,B"]))) == 2


@pytest.mark.parametrize(
    ("line", "why"), [("a," + "x" * 200, TOO_LONG), ("a,b,c,d,e", TOO_MANY_CELLS), ("a," + "x" * 50, CELL_TOO_LONG)]
)
def test_what_is_too_large_is_one_broken_record(line, why):
    found = read(f"first,1\n{line}\nlast,1\n", limits=SMALL)

    assert [record.broken for record in found] == ["", why, ""]


def test_bytes_that_are_no_text_stay_to_be_seen():
    (record,) = read("ada@example.org,Zo\udceb\n")

    assert record.cells == ["ada@example.org", "Zo\udceb"]


def test_a_file_of_open_quotes_is_read_in_linear_time():
    started = time.perf_counter()
    found = read('a@x.org,"b\n' * 20_000 + 'c@x.org,"' + "x" * 3_000_000)

    assert time.perf_counter() - started < 10
    assert len(found) == 20_001
    assert all(record.broken for record in found)


def test_without_a_delimiter_a_line_is_a_cell():
    assert [record.cells for record in read("a@x.org\n\nLovelace, Ada <b@x.org>\n", delimiter="")] == [
        ["a@x.org"],
        ["Lovelace, Ada <b@x.org>"],
    ]
