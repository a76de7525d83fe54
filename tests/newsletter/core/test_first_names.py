import pytest

from newsletter.core.first_names import LONGEST, NameRefused, first_name


@pytest.mark.parametrize(
    ("given", "kept"), [("  Ada \n Maria ", "Ada Maria"), ("", ""), ("Žofie", "Žofie"), ("愛", "愛")]
)
def test_a_name_is_kept_on_one_line(given, kept):
    assert first_name(given) == kept


@pytest.mark.parametrize(
    "name", ["علی\u200cرضا", "\U0001f469\u200d\U0001f469\u200d\U0001f467 Ada", "ക്\u200dറ", "❤\ufe0f\u200d🔥"]
)
def test_signs_that_a_script_joins_are_part_of_a_name(name):
    assert first_name(name) == name


@pytest.mark.parametrize(
    "given", ["\u200dAda", "Ada\u200c", "A \u200c B", "A\u200d\u200dB", "A\u2066B", "A\u200bB", "A\ufeffB"]
)
def test_what_is_invisible_and_joins_nothing_is_no_name(given):
    with pytest.raises(NameRefused, match="just a name"):
        first_name(given)


@pytest.mark.parametrize("given", ["see www.example.org", "http://x", "Ada\u202e", "Ada\x00", "WWW.x"])
def test_what_could_carry_an_advertisement_is_no_name(given):
    with pytest.raises(NameRefused, match="just a name"):
        first_name(given)


def test_a_name_has_a_longest_length():
    assert first_name("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(NameRefused, match="at most 60"):
        first_name("a" * (LONGEST + 1))
