"""A form whose token does not fit is refused with words and a way on."""

import pytest
from django.test import Client

pytestmark = pytest.mark.one_database_is_enough


@pytest.mark.parametrize(
    ("address", "words", "way_on"),
    [
        ("/admin/login/", "logged in or out in another tab", 'href="/admin/"'),
        ("/r/abc", "Load the page that you came from", 'href="/"'),
        ("/hooks/", "Load the page that you came from", 'href="/"'),
    ],
)
def test_an_old_form_is_refused_kindly_and_kept_by_nobody(world, address, words, way_on):
    answer = Client(enforce_csrf_checks=True).post(address, {"username": "mara"})
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "This form is too old to be taken." in page
    assert words in page
    assert way_on in page
    assert "CSRF" not in page
    assert "no-store" in answer["Cache-Control"]
