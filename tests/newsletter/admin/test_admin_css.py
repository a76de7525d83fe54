"""Every class of Wagtail's kind that a template names is in its sheet or in ours: what is in neither does nothing."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.one_database_is_enough

TEMPLATES = sorted(Path("templates").rglob("*.html"))
NAMED = re.compile(r'class="([^"]*)"')


def test_no_template_names_a_class_that_is_nowhere():
    sheets = [finders.find(name) for name in ("wagtailadmin/css/core.css", "newsletter/admin.css")]
    known = set(re.findall(r"\.(w-[a-zA-Z0-9_-]+)", "".join(Path(sheet).read_text() for sheet in sheets)))
    used = {
        name
        for template in TEMPLATES
        for names in NAMED.findall(template.read_text())
        for name in names.split()
        if re.fullmatch(r"w-[a-zA-Z0-9_-]+", name)
    }

    assert used
    assert used - known == set()
