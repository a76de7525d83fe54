"""Cells for other people's spreadsheets: every one quoted, and none that a spreadsheet would run as a formula."""

import re
from collections.abc import Iterable

BOM = "\ufeff"
"""Before the first line, for spreadsheets that read UTF-8 only when they are told."""

# What spreadsheets take for the beginning of a formula, in their full-width forms too (OWASP, CSV injection).
# Apostrophes before it are counted with it, so that `meant` can tell ours from the author's.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def csv_line(cells: Iterable[str]) -> str:
    """One line of a CSV file, with its end."""
    return ",".join(f'"{safe(cell).replace(chr(34), chr(34) * 2)}"' for cell in cells) + "\r\n"


def safe(cell: str) -> str:
    """The cell as a spreadsheet shows it and never runs it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def meant(cell: str) -> str:
    """What a cell that `safe` wrote had been."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
