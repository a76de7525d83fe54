"""Whole files: broken ones too give each row a decision, and no byte stops the reading."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.core.subscriber_files.records import NEVER_CLOSED
from newsletter.core.subscriber_files.tables import (
    EMPTY,
    TOO_SHORT,
    TOO_WIDE,
    as_layout,
    judge,
    look,
    read_table,
    sample,
)
from tests.newsletter.core.subscriber_files.files import ground, judged, opening, verdicts

NASTY = """sep=;
E-Mail;Vorname;Status;Subscribed at
ada@example.org;Ada;active;2021-03-14
"bob@example.org";"Bob
the
Builder";active;2021-03-14
cy@example.org;"Cy;active;2021-03-14
di@example.org;=HYPERLINK("http://x");active;2021-03-14
esra@bücher.example;إسراء;active;14.03.2021
;;;
fay@example.org;Fay
gus@example.org;Gus;active;2021-03-14;oops
HAL@EXAMPLE.ORG;Hal;unsubscribed;
not an address;X;active;2021-03-14
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_broken_file_gives_each_row_a_verdict_with_its_line(encoding):
    table, rows = judged(NASTY.encode(encoding))

    assert (table.delimiter, table.first, table.header[0]) == (";", 2, "E-Mail")
    assert [(line, str(decision.verdict)) for line, decision in rows] == [
        (3, "active"),
        (4, "active"),
        (7, "refused"),
        (8, "active"),
        (9, "active"),
        (11, "refused"),
        (12, "refused"),
        (13, "left"),
        (14, "refused"),
    ]
    reasons = {line: decision.reason for line, decision in rows}
    assert (reasons[7], reasons[11], reasons[12]) == (NEVER_CLOSED, TOO_SHORT, TOO_WIDE)
    assert rows[1].decision.facts["first_name"] == "Bob the Builder"
    assert "first_name" not in rows[3].decision.facts
    assert rows[4].decision.key == "esra@xn--bcher-kva.example"


def test_a_person_may_say_what_all_rows_are():
    opens = opening("ada@example.org\nbob@example.org\n")
    table = replace(look(opens, name="list.txt"), stance="complained")

    assert {str(row.decision.verdict) for row in judge(opens, table, ground=ground())} == {"complained"}


def test_a_table_is_kept_as_json_and_shown_by_its_first_rows():
    opens = opening(NASTY)
    table = look(opens, name="readers.csv")

    assert read_table(table.as_json()) == table
    assert [cells[0] for cells in sample(opens, table, most=2)] == ["ada@example.org", "bob@example.org"]


def test_a_person_may_say_from_where_it_comes():
    opens = opening("email,created_at,state\nada@example.org,2021-03-14,inactive\n")
    table = look(opens, name="x.csv")
    kit = as_layout(opens, table, layout="kit")

    assert (table.layout, table.meanings[1]) == ("plain", "")
    assert (kit.layout, kit.meanings) == ("kit", ("email", "agreed_at", "state"))
    assert [row.decision.verdict for row in judge(opens, kit, ground=ground())] == ["pending"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"sep=;\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused_in_words(data):
    with pytest.raises(FileRefused, match=EMPTY):
        look(opening(data), name="x.csv")


def test_the_order_of_columns_does_not_matter():
    rows = [["Email", "Status", "Subscribed at"], ["ada@example.org", "unsubscribed", "2021-03-14"],
            ["bob@example.org", "active", "2021-03-14"]]  # fmt: skip
    turned = "\n".join(",".join(reversed(row)) for row in rows)

    assert verdicts("\n".join(map(",".join, rows))) == verdicts(turned)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(data):
    opens = opening(data)
    try:
        table = look(opens, name="x.csv")
    except FileRefused:
        return
    for line, decision in judge(opens, table, ground=ground()):
        assert line >= 1
        assert decision.verdict
        assert decision.key or decision.verdict == "refused"


@given(st.binary(min_size=1, max_size=60), st.integers(min_value=0, max_value=200))
def test_rubbish_in_the_middle_costs_no_row_behind_it(rubbish, place):
    good = [f"r{number}@example.org,Reader,2021-03-14\n".encode() for number in range(9)]
    lines = [b"email,first name,subscribed at\n", *good]
    middle = [*lines[:5], rubbish.replace(b"\n", b"").replace(b"\r", b""), b"\n", *lines[5:]]
    _, rows = judged(b"".join(middle))
    keys = {decision.key for _, decision in rows}

    assert {f"r{number}@example.org" for number in range(9)} - keys <= set()


def test_a_file_is_read_as_it_comes_and_not_at_once():
    class Endless(io.RawIOBase):
        """Rows for ever: whoever reads all of it never returns."""

        def __init__(self):
            self.count = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            row = b"email\n" if self.count == 0 else f"r{self.count}@example.org\n".encode()
            self.count += 1
            buffer[: len(row)] = row
            return len(row)

    from contextlib import nullcontext

    table = look(opening("email\na@example.org\n"), name="x.csv")
    rows = judge(lambda: nullcontext(io.BufferedReader(Endless())), table, ground=ground())

    assert [next(rows).decision.key for _ in range(3)] == [f"r{number}@example.org" for number in (1, 2, 3)]
