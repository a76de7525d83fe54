import pytest

from cms.core.listing import listed


@pytest.mark.parametrize(
    ("things", "sentence"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_things_are_listed_as_people_say_them(things, sentence):
    assert listed(things) == sentence


def test_another_word_may_stand_before_the_last():
    assert listed(iter(["a", "b", "c"]), last="or") == "a, b or c"


def test_nothing_cannot_be_listed():
    with pytest.raises(ValueError, match="not enough values"):
        listed([])
