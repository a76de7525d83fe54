from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.config import paces


def test_no_words_are_no_limits():
    assert paces.per_second("") is None
    assert paces.receivers("") == {}
    assert paces.warm_up("") == {}


def test_limits_are_read_as_they_are_written():
    assert paces.per_second("2.5") == 2.5
    assert paces.receivers("gmail=20, Example.org=0.5") == {"gmail": 20, "example.org": 0.5}
    assert paces.warm_up("2026-12-01") == {"since": date(2026, 12, 1), "first_day": 200}
    assert paces.warm_up("2026-12-01:50")["first_day"] == 50


@pytest.mark.parametrize("text", ["0", "-1", "many", "inf", "nan"])
def test_an_odd_rate_is_named(text):
    with pytest.raises(ImproperlyConfigured, match=r"PARTWISE_PER_SECOND is .* Give letters a second"):
        paces.per_second(text)


@pytest.mark.parametrize("text", ["gmail", "=5", "gmail=fast"])
def test_an_odd_receiver_is_named(text):
    with pytest.raises(ImproperlyConfigured, match="PARTWISE_RECEIVERS_PER_SECOND has"):
        paces.receivers(text)


@pytest.mark.parametrize("text", ["tomorrow", "2026-12-01:many", "2026-12-01:0"])
def test_an_odd_warm_up_is_named(text):
    with pytest.raises(ImproperlyConfigured, match="PARTWISE_WARM_UP is"):
        paces.warm_up(text)
