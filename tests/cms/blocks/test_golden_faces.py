import json

import pytest

from cms.blocks.body import BLOCKS
from cms.core.skeleton import sections
from cms.core.slots import fill
from tests.cms.blocks.conftest import BASE, BODY
from tests.cms.blocks.specimens import SPECIMENS, specimen

RELATED = [{"id": 7, "slug": "signs", "title": "Signs & <omens>", "url": "https://site.example.org/signs/"}]


@pytest.mark.parametrize("slug", [slug for slug, _ in BLOCKS])
def test_every_block_has_its_four_golden_faces(slug, stream, letter, golden):
    value = stream(slug)
    context = {"letter": letter, "related": RELATED}
    runs = BODY.render_email_runs(value, context)
    web = {"base_url": BASE, "related": RELATED}
    document = BODY.get_api_representation(value, web)

    golden.check(f"blocks/{slug}/value.json", _pretty(specimen(slug)))
    golden.check(f"blocks/{slug}/web.html", BODY.render(value, web) + "\n")
    golden.check(f"blocks/{slug}/email.mjml", sections(runs) + "\n\n" + fill(sections(runs), letter.slots.slots) + "\n")
    golden.check(f"blocks/{slug}/text.txt", BODY.render_text(value, context) + "\n")
    golden.check(f"blocks/{slug}/api.json", _pretty(document))


def test_the_specimens_hold_every_block_and_every_field():
    missing = {slug: set(block().child_blocks) - set(specimen(slug)) for slug, block in BLOCKS if slug in SPECIMENS}

    assert list(SPECIMENS) != []
    assert {slug for slug, _ in BLOCKS} == set(SPECIMENS)
    assert {slug: names for slug, names in missing.items() if names} == {}


def _pretty(data):
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
