"""One clock: whichever way a moment was asked for, what was written a moment ago is not later than now."""

import pytest
from django.contrib.auth import get_user_model

from cms.clock import Now, database_now

pytestmark = pytest.mark.django_db

TRIES = 200  # several of them are sure to fall into one millisecond


@pytest.fixture
def someone():
    return get_user_model().objects.filter(pk=get_user_model().objects.create(username="mara").pk)


def test_a_moment_that_was_just_stored_is_past(someone):
    for _ in range(TRIES):
        someone.update(last_login=database_now())
        assert someone.filter(last_login__lte=Now()).exists()


def test_a_moment_that_the_database_just_wrote_is_past(someone):
    for _ in range(TRIES):
        someone.update(last_login=Now())
        assert someone.filter(last_login__lte=database_now()).exists()
