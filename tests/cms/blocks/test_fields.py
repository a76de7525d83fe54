import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText as Value

from cms.blocks import fields

HUGE = Value(f"<p>{'x' * 1_000_001}</p>")


@pytest.mark.parametrize("block", [fields.rich("Words."), fields.rich_list("Words.")])
def test_a_text_that_no_face_can_show_is_refused_with_what_to_do(block):
    with pytest.raises(ValidationError, match="Split it into several blocks"):
        block.clean(HUGE)
    assert block.clean(Value("<p>Short.</p>")).source


def test_migrations_know_rich_text_as_wagtails_own():
    assert fields.rich("Words.").deconstruct()[0] == "wagtail.blocks.RichTextBlock"
