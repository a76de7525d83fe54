import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from wagtail.admin.telepath import JSContext
from wagtail.blocks.stream_block import StreamBlockValidationError

from cms.blocks.anchors import PAGE_IDS, anchors, keep_anchors
from cms.blocks.body import BLOCKS, INTRO, IntroBlock
from cms.core.skeleton import sections
from cms.core.slots import fill
from tests.cms.blocks.conftest import BODY
from tests.cms.conftest import BASE


def text(words="words", **fields):
    return {"type": "text", "value": {"body": f"<p>{words}</p>", "role": "body", **fields}, "id": words}


def heading(words, **fields):
    return {"type": "heading", "value": {"text": words, "level": "2", "kind": "statement", **fields}, "id": words}


def test_a_hundred_neighbours_share_one_section_and_one_text(stream, letter):
    runs = BODY.render_email_runs(stream(*[text(f"p{n}") for n in range(100)]), {"letter": letter})

    assert len(runs) == 1
    assert sections(runs).count("<mj-text") == 1


def test_blocks_that_cannot_join_still_share_the_section(stream, letter):
    runs = BODY.render_email_runs(stream("text", "note", "text", "action"), {"letter": letter})

    assert len(runs) == 1
    assert sections(runs).count("<mj-section") == 1


def test_a_picture_across_the_column_parts_the_run(stream, letter):
    runs = BODY.render_email_runs(stream("text", "image", "text"), {"letter": letter})

    assert [run.own_section for run in runs] == [False, True, False]


def test_order_is_kept_in_every_face(stream, letter):
    value = stream(*[text(f"word{n}") for n in range(20)])
    email = fill(sections(BODY.render_email_runs(value, {"letter": letter})), letter.slots.slots)
    faces = [BODY.render(value), email, BODY.render_text(value, {"letter": letter})]

    for face in faces:
        places = [face.index(f"word{n}<" if "<" in face else f"word{n}") for n in range(20)]
        assert places == sorted(places)


def test_a_block_for_the_web_reaches_no_letter(stream, letter):
    value = stream(text("kept"), text("secret", shown_in="web"))
    runs = BODY.render_email_runs(value, {"letter": letter})

    assert "secret" not in fill(sections(runs), letter.slots.slots)
    assert "secret" not in BODY.render_text(value, {"letter": letter})
    assert "secret" in BODY.render(value)
    assert len(BODY.get_api_representation(value)) == 2


def test_a_block_for_letters_reaches_no_page_no_api_and_no_search(stream, letter):
    value = stream(text("kept"), text("secret", shown_in="email"))

    assert "secret" not in BODY.render(value)
    assert "secret" not in str(BODY.get_api_representation(value))
    assert "secret" not in " ".join(BODY.get_searchable_content(value))
    assert "secret" in BODY.render_text(value, {"letter": letter})


def test_headings_give_anchors_that_are_told_apart(stream):
    found = anchors(stream(heading("Why rest"), text(), heading("Why rest "), heading("x", anchor="why-rest-2")))

    assert list(found.values()) == ["why-rest", "", "why-rest-3", "why-rest-2"]


def test_two_blocks_may_not_share_a_written_anchor(stream):
    with pytest.raises(StreamBlockValidationError) as refusal:
        BODY.clean(stream(text("a", anchor="here"), text("b", anchor="here")))

    assert "already called “here”" in str(refusal.value.block_errors[1].block_errors["anchor"])


def test_slots_know_their_block(stream, letter):
    BODY.render_email_runs(stream(text("one"), heading("two")), {"letter": letter})

    assert [slot.block_id for slot in letter.slots.slots] == ["one", "two"]


def test_the_envelope_holds_id_type_anchor_and_value(stream):
    (document,) = BODY.get_api_representation(stream(heading("Why rest")), {"base_url": BASE})

    assert document == {
        "id": "Why rest",
        "type": "heading",
        "anchor": "why-rest",
        "value": {"text": "Why rest", "level": 2, "kind": "statement", "anchor": "why-rest"},
    }


def test_an_intro_holds_five_of_the_blocks():
    assert set(IntroBlock().child_blocks) == set(INTRO)


@pytest.mark.parametrize("slug", list(dict(BLOCKS)))
def test_every_specimen_passes_the_form(stream, slug):
    assert len(BODY.clean(stream(slug))) == 1


@pytest.mark.django_db
def test_the_editor_can_draw_every_block_with_its_settings():
    packed = str(JSContext().pack(BODY))

    assert packed.count("wagtail.blocks.BlockGroup") > 15
    assert "Only in letters" in packed


@pytest.mark.usefixtures("picture")
@pytest.mark.parametrize("slug", list(dict(BLOCKS)))
def test_the_picker_previews_a_block_as_readers_will_see_it(slug):
    block = BODY.child_blocks[slug]
    value = block.get_preview_value()
    context = block.get_preview_context(value, {"block_def": block, "bound_block": block.bind(value)})
    page = render_to_string(block.get_preview_template(value), context)

    assert f"block-{slug.replace('_', '-')}" in page
    assert "stylesheet" in page


def test_the_ids_of_the_page_and_of_things_inside_a_block_are_told_apart(stream):
    way = {"type": "steps", "value": {"items": [{"title": "One", "body": ""}], "anchor": "way"}, "id": "w"}

    found = anchors(stream(heading("Main"), heading("Support"), heading("Way 1"), way))

    assert list(found.values()) == ["main-2", "support-2", "way-1-2", "way"]


@pytest.mark.parametrize("anchor", ["main", "way-1"])
def test_an_anchor_that_the_page_or_a_step_has_already_is_refused(stream, anchor):
    way = {"type": "steps", "value": {"items": [{"title": "One", "body": "<p>x</p>"}], "anchor": "way"}, "id": "w"}

    with pytest.raises(StreamBlockValidationError) as refusal:
        BODY.clean(stream(way, text("b", anchor=anchor)))
    assert "Choose a different one" in str(refusal.value.block_errors[1].block_errors["anchor"])


def test_every_id_that_our_pages_write_is_known():
    files = [Path("templates") / name for name in ("base.html", "home.html", "by_mail.html", "part_by_part.html")]
    files += [path for path in Path("templates/series").rglob("*.html") if "admin" not in path.parts]
    written = {found for path in files for found in re.findall(r' id="([a-z][^"{]*)"', path.read_text("utf-8"))}

    assert written == PAGE_IDS


def test_a_heading_keeps_the_end_of_its_link_when_its_words_change(stream):
    one, two = {"id": "1"}, {"id": "2"}
    before = stream(heading("Signs of it") | one, heading("Later") | two)
    after = stream(heading("Signs you know") | one, heading("Signs of it") | two)
    keep_anchors(before, before=None)

    keep_anchors(after, before=before)

    assert list(anchors(before).values()) == ["signs-of-it", "later"]
    assert [child.value["anchor"] for child in after] == ["signs-of-it", "later"]
    assert BODY.clean(after)


def test_an_anchor_of_any_script_passes_the_form(stream):
    kept = stream(heading("तनाव और थकान"), heading("Snake_case and Ümlaut"))
    keep_anchors(kept, before=None)

    assert BODY.clean(kept)


def test_a_definition_without_a_term_writes_no_empty_one(stream):
    quote = {"type": "quote", "value": {"text": "Rest asks nothing.", "kind": "definition"}, "id": "q"}

    html = BODY.render(stream(quote))

    assert "<dt" not in html
    assert "<blockquote" in html
