import pytest

from cms.blocks.body import BLOCKS
from cms.blocks.faces import FacedBlock, is_shown, slug_of
from tests.contracts.faces import FaceContract


@pytest.mark.parametrize("slug", [slug for slug, _ in BLOCKS])
class TestFaces(FaceContract):
    @pytest.fixture(autouse=True)
    def name(self, slug):
        self.slug = slug


def test_a_block_without_a_json_face_says_so():
    class Bare(FacedBlock):
        slug = "bare"

    with pytest.raises(NotImplementedError, match="Bare has no json face"):
        Bare().get_api_representation({})


def test_settings_lie_in_the_collapsed_group():
    layout = dict(BLOCKS)["text"]().meta.form_layout

    assert layout.settings == ["anchor", "shown_in"]
    assert layout.children == ["body", "role"]


@pytest.mark.parametrize(
    ("shown_in", "places"),
    [("everywhere", {"web", "email"}), ("web", {"web"}), ("email", {"email"}), ("", {"web", "email"})],
)
def test_a_block_is_shown_where_its_author_wants_it(shown_in, places):
    assert {where for where in ("web", "email") if is_shown({"shown_in": shown_in}, where)} == places


def test_anchors_keep_letters_of_other_scripts():
    assert slug_of("Was nun?") == "was-nun"
    assert slug_of("العربية") == "العربية"
