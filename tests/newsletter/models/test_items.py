import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText

from newsletter.models.items import Action, Greeting, Note


@pytest.mark.parametrize("item", [Greeting, Note, Action])
def test_an_item_refuses_a_text_that_no_letter_can_show(item):
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        item().child_blocks["body"].clean(RichText(f"<p>{'x' * 1_000_001}</p>"))
