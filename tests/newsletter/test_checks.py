import pytest

from newsletter.checks import check_keys, check_sending_domain, check_transport


def changed(settings, **own):
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], **own}}


def ids(problems):
    return [problem.id for problem in problems]


def test_the_settings_as_they_are_have_no_problem():
    assert [*check_transport(), *check_sending_domain(), *check_keys()] == []


def test_an_unknown_transport_is_told(settings):
    changed(settings, transport="pigeon")

    assert ids(check_transport()) == ["newsletter.E001"]


@pytest.mark.parametrize(
    "url", ["", "http://relay", "smtp://relay:99999", "smtp://relay?tls=none", "smtp://relay?tls=a", "smtp://relay?x=1"]
)
def test_an_odd_route_is_told(settings, url):
    changed(settings, transport="smtp", smtp_url=url)

    assert ids(check_transport()) == ["newsletter.E002"]


def test_a_route_that_is_understood_is_not_told(settings):
    changed(settings, transport="smtp", smtp_url="smtp://me:secret@relay.example.org:587?tls=required")

    assert check_transport() == []


@pytest.mark.parametrize("domain", ["", "a b", "löwe.example"])
def test_an_odd_sending_domain_is_told(settings, domain):
    changed(settings, sending_domain=domain)

    assert ids(check_sending_domain()) == ["newsletter.E003"]


def test_more_keys_than_a_token_can_name_are_told(settings):
    settings.SECRET_KEY_FALLBACKS = ["old"] * 16

    assert ids(check_keys()) == ["newsletter.E004"]
