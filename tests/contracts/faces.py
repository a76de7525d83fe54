"""What every block must keep, whatever it shows. A block's test subclasses it and names its slug."""

import json
import re

import pytest

from cms.core.mjml import compile_mjml
from cms.core.skeleton import sections
from cms.core.slots import TOKEN, check_tokens, fill
from tests.cms.blocks.conftest import BODY
from tests.cms.blocks.specimens import specimen
from tests.cms.conftest import BASE

RELATED = [{"id": 7, "slug": "signs", "title": "Signs", "url": "https://site.example.org/signs/"}]
LETTER = '<mjml lang="en" dir="ltr"><mj-body>{}</mj-body></mjml>'


class FaceContract:
    """Escaping, right-to-left words, empty optional fields, no leftover slot, nothing relative in json."""

    slug: str

    def test_no_byte_of_the_author_stands_in_the_skeleton(self, stream, letter):
        skeleton = sections(BODY.render_email_runs(stream(self.slug), _context(letter)))

        assert skeleton.isascii()
        assert not re.search(r"double|bold|learned|Second|example\.org", skeleton)

    def test_every_slot_survives_the_compiler_and_is_filled(self, stream, letter):
        skeleton = sections(BODY.render_email_runs(stream(self.slug), _context(letter)))
        compiled = compile_mjml(LETTER.format(skeleton))
        check_tokens(compiled, letter.slots.slots)
        html = fill(compiled, letter.slots.slots)

        assert not set(TOKEN.findall(html)) - set(TOKEN.findall(json.dumps(specimen(self.slug))))
        assert "<script" not in html
        assert "<b>5" not in html

    def test_web_and_letter_escape_what_looks_like_markup(self, stream):
        web = BODY.render(stream(self.slug), {"base_url": BASE, "related": RELATED})

        assert "<b>5" not in web
        assert "<script" not in web
        assert "5 &lt; 6" in web

    def test_scripts_and_joined_emoji_come_through_every_face(self, stream, letter):
        value = stream(self.slug)
        faces = [
            BODY.render(value, {"base_url": BASE, "related": RELATED}),
            fill(sections(BODY.render_email_runs(value, _context(letter))), letter.slots.slots),
            BODY.render_text(value, _context(letter)),
            json.dumps(BODY.get_api_representation(value, {"base_url": BASE}), ensure_ascii=False),
        ]

        assert all(words in face for face in faces for words in ("हिन्दी", "العربية", "👩\u200d💻"))

    def test_an_empty_block_shows_no_face_that_breaks(self, stream, letter):
        block = BODY.child_blocks[self.slug]
        value = stream({"type": self.slug, "value": block.get_prep_value(block.get_default()), "id": "empty"})
        skeleton = sections(BODY.render_email_runs(value, {"letter": letter}))
        compiled = compile_mjml(LETTER.format(skeleton))
        check_tokens(compiled, letter.slots.slots)
        (document,) = BODY.get_api_representation(value, {"base_url": BASE})

        assert "None" not in BODY.render(value, {}) + BODY.render_text(value, {"letter": letter})
        assert document["anchor"] is None
        assert "" not in _optional(document["value"], block)

    def test_every_address_in_json_is_absolute(self, stream):
        document = json.dumps(BODY.get_api_representation(stream(self.slug), {"base_url": BASE}))

        assert not re.search(r'(href=\\"|"(?:url|src|href)": ")(?!https?:|mailto:|tel:)', document)
        assert "linktype" not in document

    def test_text_keeps_to_its_width(self, stream, letter):
        lines = BODY.render_text(stream(self.slug), _context(letter)).splitlines()

        assert [line for line in lines if len(line) > 72 and "://" not in line and set(line) != {"-"}] == []

    @pytest.mark.usefixtures("picture")
    def test_its_preview_and_its_place_in_the_picker_are_described(self):
        block = BODY.child_blocks[self.slug]
        preview = block.render(block.get_preview_value(), {"related": RELATED})

        assert block.meta.icon != "placeholder"
        assert block.meta.group in {"Write", "Say", "People", "Lead on", "Show"}
        assert block.get_description().endswith(".")
        assert block.is_previewable
        assert len(preview) > 80


def _context(letter):
    return {"letter": letter, "related": RELATED}


def _optional(value: dict, block) -> list:
    return [
        words for name, words in value.items() if name in block.child_blocks and not block.child_blocks[name].required
    ]
