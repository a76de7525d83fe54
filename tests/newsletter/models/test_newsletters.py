import pytest
from django.core.exceptions import ValidationError


def test_colors_that_cannot_be_told_apart_are_refused_beside_their_field(world):
    world.newsletter.accent = "#fefefe"

    with pytest.raises(ValidationError) as refused:
        world.newsletter.full_clean()
    assert "contrast" in refused.value.message_dict["accent"][0]


@pytest.mark.parametrize("color", ["red", "#12", "#gggggg", "javas"])
def test_a_color_is_six_hex_digits(world, color):
    world.newsletter.accent = color

    with pytest.raises(ValidationError, match="six hex digits"):
        world.newsletter.full_clean()


def test_a_good_look_is_kept(world):
    world.newsletter.accent, world.newsletter.accent_dark = "#7a2f4b", "#e8a9c0"

    world.newsletter.full_clean()


@pytest.mark.parametrize("address", ["mära@example.org", '"a b"@example.org'])
def test_an_address_that_no_header_can_carry_is_refused_where_it_is_typed(world, address):
    world.newsletter.from_email = address

    with pytest.raises(ValidationError) as refused:
        world.newsletter.full_clean()
    assert "from_email" in refused.value.message_dict


@pytest.mark.parametrize("field", ["name", "from_name", "neutral_name"])
@pytest.mark.parametrize("name", ["Mara\r\nBcc: eve@example.org", "Mara\u202eallim"])
def test_a_name_that_would_stop_every_letter_is_refused_where_it_is_typed(world, field, name):
    setattr(world.newsletter, field, name)

    with pytest.raises(ValidationError) as refused:
        world.newsletter.full_clean()
    assert list(refused.value.message_dict) == [field]
