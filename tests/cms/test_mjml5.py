"""Our letters beside npm mjml 5's, without Node: its outputs are committed, and `make mjml5` writes them anew."""

import pytest

from cms.core.mjml import compile_mjml
from tests.mjml5 import reference
from tests.mjml5.check import changed
from tests.mjml5.differences import ALLOWED, unexplained
from tests.mjml5.skeletons import skeletons
from tests.mjml5.views import modern, outlook

VIEWS = pytest.mark.parametrize("view", [modern, outlook])


@VIEWS
@pytest.mark.parametrize("name", reference.NAMES)
def test_letters_read_as_the_reference_compiler_writes_them(name, view):
    ours = view(compile_mjml(reference.skeleton(name)))
    theirs = view(reference.compiled(name))

    assert "\n".join(unexplained(ours, theirs, allowed=ALLOWED)) == ""


@pytest.mark.parametrize("difference", ALLOWED, ids=lambda difference: difference.words)
def test_each_allowed_difference_is_still_there(difference):
    others = [other for other in ALLOWED if other is not difference]
    ours = outlook(compile_mjml(reference.skeleton("every-block")))
    theirs = outlook(reference.compiled("every-block"))

    assert unexplained(ours, theirs, allowed=others)


@pytest.mark.django_db
def test_the_committed_skeletons_are_those_of_todays_templates(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    today = skeletons()
    stale = [name for name in reference.NAMES if today.get(name) != reference.skeleton(name)]

    assert sorted(today) == reference.NAMES, "Run `make mjml5` (it needs Node) and read the diff."
    assert stale == [], "Run `make mjml5` (it needs Node) and read the diff."


def test_letters_that_changed_came_or_went_are_named(tmp_path):
    committed, fresh = tmp_path / "committed", tmp_path / "fresh"
    for folder, files in ((committed, {"a": "1", "b": "1", "gone": "1"}), (fresh, {"a": "1", "b": "2", "new": "1"})):
        folder.mkdir()
        for name, words in files.items():
            (folder / name).write_text(words)

    assert changed(committed, fresh) == ["b", "gone", "new"]
    assert changed(committed, committed) == []
