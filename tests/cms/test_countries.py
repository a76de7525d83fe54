import pytest

from cms.countries import country_name


@pytest.mark.parametrize(
    ("code", "name"), [("PT", "Portugal"), ("GB", "United Kingdom"), ("EU", "European Union"), ("XX", "XX"), ("", "")]
)
def test_a_country_has_a_name_that_its_people_use(code, name):
    assert country_name(code) == name
