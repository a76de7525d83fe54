"""Cells that a spreadsheet shows and never runs, and that come back as they were."""

import csv
import io

import pytest
from hypothesis import given, strategies as st

from cms.core.csv_cells import csv_line, meant, safe

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+351", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "'=1", "''=1"]
)
def test_a_cell_that_would_run_is_marked_as_text(cell):
    assert safe(cell) == f"'{cell}"
    assert meant(safe(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Ada", "O'Neil", "'tis", "a=b", "ada+news@example.org"])
def test_other_cells_stay_as_they_are(cell):
    assert safe(cell) == cell
    assert meant(cell) == cell


@given(CELLS)
def test_every_cell_comes_back(cell):
    assert meant(safe(cell)) == cell
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_line_is_read_back_by_any_reader_of_csv(cells):
    line = csv_line(cells)

    (read,) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert [meant(cell) for cell in read] == cells
    assert line.startswith('"')
    assert line.endswith('"\r\n')
