"""Docs that lie fail the build."""

import re
from pathlib import Path

import pytest

from newsletter.management.reference import pages

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
GENERATED = pages((ROOT / "cms/config/env.py").read_text())
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", sorted(GENERATED))
def test_the_reference_says_what_the_code_says(page):
    assert (ROOT / "docs/reference" / page).read_text() == GENERATED[page], "Run `make docs` and read the diff."


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_link_to_a_file_leads_somewhere(path):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text())

    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_make_command_in_the_docs_exists(path):
    named = set(re.findall(r"(?:`|^\$ |^)make ([a-z-]+)", path.read_text(), re.MULTILINE))

    assert named - TARGETS == set()


def test_the_readme_begins_with_the_two_commands():
    first_screen = (ROOT / "README.md").read_text().splitlines()[:16]

    assert [line for line in first_screen if line.startswith("$ ")] == ["$ make demo", "$ make test"]


def test_every_setting_of_the_environment_is_in_the_reference():
    named = set(re.findall(r'os\.environ\.get\("(\w+)"', (ROOT / "cms/config/env.py").read_text()))

    assert [setting for setting in sorted(named) if f"## {setting}" not in GENERATED["settings.md"]] == []
