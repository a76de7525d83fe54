import pytest

from cms.core.mjml_rules import ATTRIBUTES, CHILDREN, value_problem


@pytest.mark.parametrize(
    ("name", "value"),
    [("padding", "0px 24px"), ("width", "50%"), ("color", "#24211d"), ("background-color", "transparent")],
)
def test_value_that_every_client_reads_alike(name, value):
    assert value_problem(name, value) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("padding", "0 24px"), ("inner-padding", ""), ("width", "600"), ("color", "#fff"), ("border-color", "red")],
)
def test_value_that_some_client_misreads_is_named(name, value):
    assert name in value_problem(name, value)


def test_every_tag_that_may_stand_somewhere_has_its_attributes():
    tags = frozenset().union(*CHILDREN.values()) - {"mj-all", "mj-class"}

    assert tags <= ATTRIBUTES.keys()
