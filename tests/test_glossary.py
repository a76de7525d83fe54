"""One word for one thing: the words that we avoid stand nowhere in our identifiers."""

import ast
import re
from pathlib import Path

import pytest

from newsletter.core import delivery_state, issue_state

ROOT = Path(__file__).resolve().parents[1]
APPS = ("cms", "series", "newsletter")
NEVER = re.compile(
    r"(?:^|_)(campaign|broadcast|blast|mailing|edition|episode|chapter|lesson|installment|drip|automation|funnel"
    r"|autoresponder|enrolment|preheader|placeholder|contact|member|blacklist|blocklist|sent|dispatched|testimonial)s?(?:_|$)"
)
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
GLOSSARY = (ROOT / "docs/GLOSSARY.md").read_text()


def identifiers(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def snake(identifier):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_identifier_is_a_word_that_we_avoid(path):
    found = {identifier for identifier in identifiers(path) if NEVER.search(snake(identifier))}

    assert found == set()


@pytest.mark.parametrize("state", sorted({state.value for state in [*delivery_state.State, *issue_state.State]}))
def test_every_state_is_in_the_glossary(state):
    assert state in GLOSSARY or state.replace("_", " ") in GLOSSARY
