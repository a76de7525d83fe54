import os
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from cms.blocks.text import TextBlock
from cms.checks import broken_rules, check_faces, check_second_factor, problems_of

STEP = re.compile(r"^(Write|Add to) `([^`]+)`(?:, below `([^`]+)`)?:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("cms", "series", "newsletter", "templates", "manage.py", "pyproject.toml")
COPIED_TESTS = (
    "overheard.py",
    "conftest.py",
    "databases.py",
    "cms/conftest.py",
    "cms/blocks",
    "contracts",
    "golden/blocks",
    "golden/stored",
)


def test_all_blocks_keep_the_rules():
    assert check_faces() == []


def test_a_slug_that_differs_from_its_key_is_told():
    class Renamed(TextBlock):
        slug = "text"

    found = {problem.id: problem for problem in problems_of("words", Renamed)}

    assert set(found) == {"cms.E002"}
    assert "“words” in body.py" in found["cms.E002"].msg


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<mj-section></mj-section>", "<mj-section>; faces are column content"),
        ("<mj-table></mj-table>", "<mj-table>; faces are column content"),
        ("<mj-text>{{ value.text }}</mj-text>", "a bare value"),
        ("<mj-text>{{ value.text|safe }}</mj-text>", "a bare value"),
        ('<mj-text color="#112233">a</mj-text>', "a color"),
        ('<p style="color:red">a</p>', "a color"),
        ('<mj-text font-family="Arial">a</mj-text>', "a font"),
        ('<mj-text padding="0 24px">a</mj-text>', "a zero without a unit"),
        ('<mj-image src="{% slot_url x %}" />', "a picture without alt"),
    ],
)
def test_an_email_face_that_breaks_a_rule_is_told(source, words):
    (rule,) = broken_rules(source)

    assert words in rule


def test_the_address_of_a_slot_link_may_stand_bare():
    assert broken_rules('<mj-text>{% slot_link t l as url %}<a href="{{ url }}">{% slot l %}</a></mj-text>') == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A second working copy, since Django keeps templates for as long as a process lives."""
    root = tmp_path_factory.mktemp("copy")
    leave = shutil.ignore_patterns("__pycache__", "var")
    for name in (*COPIED, *(f"tests/{name}" for name in COPIED_TESTS)):
        source = settings.BASE_DIR / name
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=leave)
        else:
            shutil.copy(source, root / name)
    return root


def run(copy, *arguments):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.config.settings.test", "PYTHONPATH": str(copy)}
    return subprocess.run(  # nothing of it comes from outside
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_missing_face_is_told_with_what_to_do(copy):
    face = copy / "templates" / "blocks" / "voices" / "text.txt"
    words = face.read_text()
    face.unlink()
    answer = run(copy, "manage.py", "check")
    face.write_text(words)

    assert answer.returncode == 1
    assert "(cms.E001) VoicesBlock has no text face." in answer.stderr
    assert "HINT: Add templates/blocks/voices/text.txt." in answer.stderr


def test_a_sixteenth_block_needs_only_the_steps_of_the_how_to(copy):
    steps = STEP.findall((settings.BASE_DIR / "docs" / "howto" / "add-a-block.md").read_text())
    for verb, path, below, content in steps:
        follow(copy / path, verb=verb, below=below, content=content)
    checked = run(copy, "manage.py", "check")
    golden = run(copy, "-m", "pytest", "tests/cms/blocks", "-q", "--nomigrations", "-k", "pause", "--update-golden")
    faces = {path.name for path in (copy / "tests" / "golden" / "blocks" / "pause").iterdir()}

    assert len(steps) == 7
    assert checked.returncode == 0, checked.stderr
    assert golden.returncode == 0, golden.stdout[-3000:]
    assert faces == {"value.json", "web.html", "email.mjml", "text.txt", "api.json"}


def follow(path, *, verb, below, content):
    if verb == "Write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return
    assert f"\n{below}\n" in path.read_text(), f"{path} has no line “{below}”."
    path.write_text(path.read_text().replace(f"\n{below}\n", f"\n{below}\n{content}"))


def test_a_site_without_second_factor_is_warned_before_it_is_deployed(settings):
    cms = settings.PARTWISE["cms"]
    settings.PARTWISE = {**settings.PARTWISE, "cms": {**cms, "second_factor": False}}
    assert [found.id for found in check_second_factor()] == ["cms.W004"]

    settings.PARTWISE = {**settings.PARTWISE, "cms": {**cms, "second_factor": True}}
    assert check_second_factor() == []
