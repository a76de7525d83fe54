import pytest

from cms.blocks.loading import UnknownBlock, load_stream
from tests.cms.blocks.conftest import BODY


def test_an_unknown_type_is_refused_by_its_name():
    rows = [{"type": "text", "value": {"body": "<p>a</p>"}}, {"type": "carousel", "value": {}}]

    with pytest.raises(UnknownBlock, match="Block 2 is a “carousel”"):
        load_stream(rows, block=BODY)


def test_ids_are_kept_and_given_where_they_are_missing():
    rows = [{"type": "text", "value": {"body": "<p>a</p>"}, "id": "mine"}, {"type": "text", "value": {"body": "b"}}]
    first, second = load_stream(rows, block=BODY)

    assert first.id == "mine"
    assert len(second.id) == 36


def test_a_half_known_import_passes_the_form():
    rows = [
        {"type": "vignette", "value": {"body": "<p>She waits.</p>"}},
        {"type": "resources", "value": {"title": "Books"}},
        {"type": "related", "value": {}},
        {"type": "video", "value": {"title": "A talk"}},
        {"type": "action", "value": {"title": "Write to me"}},
        {"type": "image", "value": {"caption": "A window"}},
    ]

    assert len(BODY.clean(load_stream(rows, block=BODY))) == 6
