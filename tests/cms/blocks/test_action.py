import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.action import ActionBlock, TargetBlock, target_of
from tests.cms.conftest import BASE


def action(**target):
    return ActionBlock().to_python({"label": "Write to me", "target": target})


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ({"url": "https://example.org/a"}, "https://example.org/a"),
        ({"mail": "mara@example.org"}, "mailto:mara@example.org"),
        ({"phone": "+44 20 7946 0018"}, "tel:+442079460018"),
        ({"form": "https://example.org/book"}, "https://example.org/book"),
        ({}, ""),
    ],
)
def test_a_button_leads_to_what_was_chosen(target, href):
    assert target_of(action(**target), {"base_url": BASE}).href == href


def test_two_places_for_one_button_are_refused_on_the_second():
    value = TargetBlock().to_python({"url": "https://example.org/", "phone": "116 123"})

    with pytest.raises(StructBlockValidationError) as refusal:
        TargetBlock().clean(value)
    assert "“Address” is filled in already" in str(refusal.value.block_errors["phone"])


def test_a_button_without_a_place_is_not_shown():
    assert "<a" not in ActionBlock().render(action(), {"base_url": BASE})
    assert ActionBlock().get_api_representation(action())["href"] is None
