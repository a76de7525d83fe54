import pytest

from cms.blocks.schema import SCHEMA_VERSION

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("listing", ["articles", "series", "newsletters", "issues"])
def test_every_listing_says_which_contract_its_blocks_keep(client, listing):
    answer = client.get(f"/api/v2/{listing}/")

    assert answer.status_code == 200
    assert answer.json()["schema_version"] == SCHEMA_VERSION
