import json

import pytest

from cms.blocks.body import BLOCKS
from cms.core.skeleton import sections
from cms.core.slots import fill
from tests.cms.blocks.conftest import BODY
from tests.cms.blocks.specimens import slugs_with_specimen, specimen
from tests.cms.conftest import BASE

RELATED = [{"id": 7, "slug": "signs", "title": "Signs & <omens>", "url": "https://site.example.org/signs/"}]


@pytest.mark.parametrize("slug", [slug for slug, _ in BLOCKS])
def test_every_block_has_its_four_golden_faces(slug, stream, letter, golden):
    value = stream(slug)
    context = {"letter": letter, "related": RELATED}
    runs = sections(BODY.render_email_runs(value, context))
    web = {"base_url": BASE, "related": RELATED}
    document = BODY.get_api_representation(value, web)

    golden.check(f"blocks/{slug}/web.html", BODY.render(value, web) + "\n")
    golden.check(f"blocks/{slug}/email.mjml", f"{runs}\n\n{fill(runs, letter.slots.slots)}\n")
    golden.check(f"blocks/{slug}/text.txt", BODY.render_text(value, context) + "\n")
    golden.check(f"blocks/{slug}/api.json", json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def test_the_document_with_every_block_misses_none():
    assert slugs_with_specimen() == set(dict(BLOCKS))


@pytest.mark.parametrize(("slug", "block"), BLOCKS)
def test_every_specimen_fills_every_field(slug, block):
    assert set(specimen(slug)) == set(block().child_blocks)
