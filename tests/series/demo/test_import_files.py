"""The messy files that an importer is measured by: every line has its label, and every quirk is there."""

import csv
import re

import pytest

from series.demo.texts import FOLDER

FILES = ("mara-old-blog", "mara-tight")
NBSP = "\u00a0"
QUIRKS = {
    "a skip link": r"\ASkip to content\n",
    "padding of many mixed spaces": rf"[ {NBSP}]{{50,}}",
    "separators of white space alone": rf"\n[ {NBSP}]+\n",
    "a title and its body on one line": rf"look like one[ {NBSP}]{{50,}}\S",
    "two names of one series": r"(?s)After the Long Year - Part 3.*The Long Year, part two",
    "numbers with a bracket": r"\n1\) ",
    "numbers with a full stop": r"\n1\. ",
    "a bullet whose words go on indented": r"\n\S .+\n {4}\S",
    "a list of single words without bullets": r"\ndread\nrelief\nguilt\n",
    "a tick with a variation selector": "\u2714\ufe0f ",
    "a tick without one": "\u2714 ",
    "straight quotation marks": '"',
    "curly quotation marks": "“",
    "no space after a full stop": r"[a-z]\.[A-Z]",
    "the biography twice": r"(?s)Mara Ellison writes about.*Mara Ellison writes about",
    "a title that is repeated": r"Coming back slowly\nComing back slowly\n",
    "a misspelt title": "runing on empty",
    "soft breaks as in verse": r"mostly,\na lamp and a cup,\nand nobody",
    "newest first": r"(?s)Two Sisters.*Coming back slowly.*What is burnout",
}


def text_of(name):
    return (FOLDER / "import" / f"{name}.txt").read_text()


def labels_of(name):
    with (FOLDER / "import" / f"{name}.labels.tsv").open() as opened:
        return list(csv.DictReader(opened, delimiter="\t"))


@pytest.mark.parametrize("name", FILES)
def test_every_line_with_words_has_one_label_and_no_other_line_has_any(name):
    worded = [number for number, line in enumerate(text_of(name).splitlines(), start=1) if line.strip()]

    assert [int(row["line"]) for row in labels_of(name)] == worded
    assert all(row["article"] and row["block"] for row in labels_of(name))


@pytest.mark.parametrize("quirk", QUIRKS)
def test_the_messy_file_has_each_quirk(quirk):
    assert re.search(QUIRKS[quirk], text_of("mara-old-blog"))


def test_the_tight_file_has_no_empty_line_and_a_date_without_year():
    lines = text_of("mara-tight").splitlines()

    assert all(line.strip() for line in lines)
    assert lines[1] == "By Mara Ellison, 12 June - 4 min read"
