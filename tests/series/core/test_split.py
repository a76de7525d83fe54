from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from series.core.split import Pointer, cuts, pieces, pointers


def heading(number, *, level="2", text="Rest"):
    return {"id": str(UUID(int=number)), "type": "heading", "value": {"text": text, "level": level}}


def text(number, body="<p>Words.</p>"):
    return {"id": str(UUID(int=number)), "type": "text", "value": {"body": body}}


def test_a_part_may_begin_at_each_level_two_heading_but_not_before_anything_was_said():
    rows = [heading(1), text(2), heading(3, text="Sleep"), heading(4, level="3"), text(5), heading(6, text="Eat")]

    assert [(cut.block_id, cut.heading) for cut in cuts(rows)] == [
        (rows[2]["id"], "Sleep"),
        (rows[5]["id"], "Eat"),
    ]


def test_without_a_tick_the_text_stays_one():
    rows = [text(1), heading(2), text(3)]

    assert [list(piece.rows) for piece in pieces(rows, at=())] == [rows]


@pytest.mark.parametrize("wrong", ["gone", str(UUID(int=1)), str(UUID(int=3))])
def test_no_part_begins_where_there_is_no_level_two_heading(wrong):
    with pytest.raises(ValueError, match="Cut at a heading of level 2"):
        pieces([text(1), heading(2), heading(3, level="3")], at={wrong})


KINDS = st.lists(st.sampled_from(["2", "3", "text"]), max_size=30)


@given(KINDS, st.data())
def test_the_parts_put_together_are_the_text_block_by_block(kinds, data):
    rows = [text(at) if kind == "text" else heading(at, level=kind) for at, kind in enumerate(kinds)]
    offered = [cut.block_id for cut in cuts(rows)]
    at = data.draw(st.sets(st.sampled_from(offered))) if offered else set()
    found = pieces(rows, at=at)

    assert [row for piece in found for row in piece.rows] == rows
    assert len(found) == (len(at) + 1 if rows else 0)
    assert [piece.rows[0]["id"] for piece in found[1:]] == [row["id"] for row in rows if row["id"] in at]


@pytest.mark.parametrize(
    ("body", "passage"),
    [
        ("<p>We return to it in the next section.</p>", "in the next section"),
        ("<p>As the <b>previous</b> chapter said</p>", "previous  chapter"),
        ("<p>See the section below.</p>", "section below"),
        ('<p>Read <a href="#sleep">this</a>.</p>', "#sleep"),
    ],
)
def test_what_points_to_another_section_is_flagged_with_its_block(body, passage):
    found = pointers([text(1), text(2, body)])

    assert [pointer.block_id for pointer in found] == [str(UUID(int=2))]
    assert passage.split()[-1] in found[0].passage


@pytest.mark.parametrize(
    "body", ["<p>The next morning.</p>", "<p>A section of road.</p>", '<p><a href="/a#b">x</a></p>']
)
def test_what_only_sounds_like_it_is_left_alone(body):
    assert pointers([text(1, body)]) == ()


def test_a_pointer_hidden_in_a_list_is_found():
    row = {"id": "a", "type": "list", "value": {"items": [{"type": "item", "value": "<p>More in the next part.</p>"}]}}

    assert pointers([row]) == (Pointer(block_id="a", passage="in the next part"),)


def test_minutes_of_a_part_count_words_and_no_markup():
    (piece,) = pieces([text(1, "<p>" + "word " * 239 + '<a href="/a">b</a></p>')], at=())

    assert piece.minutes == 2
