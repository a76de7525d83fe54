"""Where readers came from, as it is written beside them, and in words."""

import re

from newsletter.core.subscriber_files.layouts.known import LAYOUTS

WORDS = {"sign-up": "a sign-up form", "staff": "staff, by hand", "demo": "the demo"}
_IMPORT = re.compile(r"import-(?P<layout>[a-z]+)(?:-(?P<job>[0-9a-f]{8}))?")


def import_source(layout: str, job: str) -> str:
    """What is written beside readers who came by this import; `job` is its short id."""
    return f"import-{layout}-{job}"


def job_in(source: str) -> str:
    """The short id of the import that this source names; empty where it names none."""
    found = _IMPORT.fullmatch(source)
    return (found and found["job"]) or ""


def source_words(source: str) -> str:
    """A source for people: “import 3f2a91bc (Mailchimp)”. What another system wrote there stands as it is."""
    found = _IMPORT.fullmatch(source)
    if found is None or found["layout"] not in LAYOUTS:
        return WORDS.get(source, source)
    return f"import {found['job'] or ''} ({LAYOUTS[found['layout']].label})".replace("  ", " ")
