import pytest

from newsletter.core.attributes import AttributeRefused, Declared, Kind, checked, stored_value

DECLARED = {
    "plan": Declared(slug="plan", kind=Kind.CHOICE, choices=("paper", "mail")),
    "age": Declared(slug="age", kind=Kind.NUMBER),
}


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        (Kind.TEXT, " a librarian ", "a librarian"),
        (Kind.NUMBER, "12", 12),
        (Kind.NUMBER, 3.5, 3.5),
        (Kind.YES_NO, "Yes", True),
        (Kind.YES_NO, False, False),
        (Kind.DATE, "2026-06-03", "2026-06-03"),
    ],
)
def test_a_value_is_stored_by_its_kind(kind, given, stored):
    assert stored_value(given, declared=Declared(slug="it", kind=kind)) == stored


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Kind.TEXT, "x" * 201),
        (Kind.TEXT, "Lis\x00bon"),
        (Kind.TEXT, "Lis\udce9bon"),
        (Kind.TEXT, 3),
        (Kind.NUMBER, "nan"),
        (Kind.NUMBER, "1e999"),
        (Kind.NUMBER, True),
        (Kind.NUMBER, "twelve"),
        (Kind.NUMBER, "9" * 5000),
        (Kind.YES_NO, "perhaps"),
        (Kind.DATE, "3 June"),
        (Kind.CHOICE, "paper"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_the_name_of_its_attribute(kind, given):
    with pytest.raises(AttributeRefused, match="“it”"):
        stored_value(given, declared=Declared(slug="it", kind=kind))


def test_only_declared_attributes_are_stored_and_empty_ones_are_left_out():
    assert checked({"plan": "paper", "age": ""}, declared=DECLARED) == {"plan": "paper"}
    with pytest.raises(AttributeRefused, match="“shoe_size”"):
        checked({"shoe_size": 40}, declared=DECLARED)
