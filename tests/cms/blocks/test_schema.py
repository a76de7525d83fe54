"""The published contract of the blocks, and what keeps it true."""

import copy
import json
import shutil
import subprocess

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator
from wagtail.blocks import DateBlock

from cms.blocks import typescript
from cms.blocks.body import BLOCKS
from cms.blocks.faces import FacedBlock
from cms.blocks.loading import load_stream
from cms.blocks.schema import SCHEMA_VERSION, document, shape_of
from tests.cms.blocks.conftest import BODY
from tests.cms.blocks.specimens import GOLDEN_BLOCKS
from tests.cms.conftest import BASE

REFERENCE = settings.BASE_DIR / "docs" / "reference"
STORED = GOLDEN_BLOCKS.parent / "stored"
WRITTEN = sorted(path.parent.name for path in GOLDEN_BLOCKS.glob("*/api.json"))


@pytest.fixture(scope="module")
def contract():
    schema = json.loads(document())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def closed():
    """The same contract where a field that nobody promised is refused, as no client would."""
    return Draft202012Validator(_closed(json.loads(document())))


def _closed(schema):
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    ending = {"additionalProperties": False} if schema.get("type") == "object" else {}
    return {**{name: _closed(one) for name, one in schema.items()}, **ending}


def golden_json(slug):
    return json.loads((GOLDEN_BLOCKS / slug / "api.json").read_text())


@pytest.mark.parametrize("slug", WRITTEN)
def test_every_golden_json_face_keeps_the_contract_and_adds_nothing(slug, contract, closed):
    assert [error.message for error in contract.iter_errors(golden_json(slug))] == []
    assert [error.message for error in closed.iter_errors(golden_json(slug))] == []


@pytest.mark.parametrize("slug", WRITTEN)
def test_a_face_without_one_of_its_fields_breaks_the_contract(slug, contract):
    for name in golden_json(slug)[0]["value"]:
        (block,) = copy.deepcopy(golden_json(slug))
        del block["value"][name]

        assert not contract.is_valid([block]), f"{slug} may lack {name}"


@pytest.mark.parametrize("slug", WRITTEN)
def test_a_field_of_another_type_breaks_the_contract(slug, contract):
    for name in golden_json(slug)[0]["value"]:
        (block,) = copy.deepcopy(golden_json(slug))
        block["value"][name] = 1.5

        assert not contract.is_valid([block]), f"{slug}.{name} may be anything"


@pytest.mark.parametrize("slug", list(dict(BLOCKS)))
def test_a_block_without_a_word_keeps_the_contract(slug, stream, contract):
    block = BODY.child_blocks[slug]
    value = stream({"type": slug, "value": block.get_prep_value(block.get_default()), "id": "empty"})
    faces = BODY.get_api_representation(value, {"base_url": BASE})

    assert [error.message for error in contract.iter_errors(faces)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_what_was_stored_under_each_released_version_still_loads(version, contract):
    stored = json.loads((STORED / f"body-{version}.json").read_text())
    body = load_stream(stored, block=BODY)
    faces = BODY.get_api_representation(body, {"base_url": BASE})

    assert [row["id"] for row in stored] == [face["id"] for face in faces]
    assert [error.message for error in contract.iter_errors(faces)] == []


def test_a_field_without_a_usual_shape_is_told_with_what_to_do():
    class DatedBlock(FacedBlock):
        slug = "dated"
        day = DateBlock()

    with pytest.raises(TypeError, match=r"DateBlock has no usual shape in JSON\. Name it in the block's json_fields\."):
        shape_of(DatedBlock())


def test_the_published_files_say_what_the_blocks_are():
    assert (REFERENCE / "blocks.schema.json").read_text() == document(), "Run make docs and read the diff."
    assert (REFERENCE / "blocks.ts").read_text() == typescript.types(), "Run make docs and read the diff."


def test_the_typescript_types_compile_and_hold_the_golden_faces(tmp_path):
    compiler = shutil.which("tsc")
    if not compiler:
        pytest.skip("tsc is not installed")
    faces = [golden_json(slug)[0] for slug in WRITTEN]
    (tmp_path / "blocks.ts").write_text(typescript.types())
    use = f'import type {{ Body }} from "./blocks";\nexport const body: Body = {json.dumps(faces)};\n'
    (tmp_path / "use.ts").write_text(use)
    answer = subprocess.run(
        [compiler, "--strict", "--noEmit", "use.ts"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout
