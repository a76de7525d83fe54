import io

import pytest

from newsletter.core.subscriber_files.dialects import dialect
from newsletter.core.subscriber_files.lines import lines


def told(text: str):
    return tuple(dialect(list(lines(io.BytesIO(text.encode()), encoding="utf-8-sig"))))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_makes_a_table_of_the_beginning_parts_the_cells(delimiter):
    rows = [["email", "first name", "tags"], ["ada@example.org", "Ada", "x"], ["bob@example.org", "Bob", "y"]]

    assert told("\n".join(delimiter.join(row) for row in rows)) == (delimiter, 1)


def test_commas_within_cells_do_not_mislead():
    assert told("E-Mail-Adresse;Name\nada@example.org;Lovelace, Ada\nbob@example.org;Hope, Bob\n") == (";", 1)


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_first_line_may_say_it(said):
    assert told(f"{said}\nemail;name\nada@example.org;Ada, Countess\n") == (";", 2)


@pytest.mark.parametrize("text", ["ada@example.org\nbob@example.org\n", "email\nada@example.org\n", "ada@example.org"])
def test_one_address_a_line_has_no_delimiter(text):
    assert told(text) == ("", 1)
