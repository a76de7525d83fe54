import pytest

from newsletter.checks import check_bounces, check_keys, check_sending_domain, check_tracking, check_transport


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


def provider(settings, slug, *, key="k", secret="", options=""):
    changed(settings, transport="esp", esp={"slug": slug, "key": key, "secret": secret, "options": options})


@pytest.mark.parametrize("odd", [{"slug": "pigeon"}, {"slug": "postmark", "key": ""}])
def test_an_odd_provider_is_told(settings, odd):
    provider(settings, **odd)

    assert ids(check_transport()) == ["newsletter.E002"]


@pytest.mark.parametrize("slug", ["amazon_ses", "brevo", "mailtrap", "resend"])
def test_where_only_the_account_can_stop_measuring_a_person_is_told(settings, slug):
    provider(settings, slug)

    assert ids(check_tracking()) == ["newsletter.I005"]


def test_where_each_letter_says_it_nobody_is_told(settings):
    provider(settings, "postmark")

    assert check_tracking() == []


@pytest.mark.parametrize(("slug", "told"), [("scaleway", "newsletter.W006"), ("postmark", "newsletter.I006")])
def test_bounces_that_nobody_hears_are_told(settings, slug, told):
    provider(settings, slug)

    assert ids(check_bounces()) == [told]


@pytest.mark.parametrize(
    "heard",
    [{"esp_events": {"secret": "a:b", "key": ""}}, {"lmtp": "127.0.0.1:8024"}, {"bounce_mailbox": "pop3s://u:p@h"}],
)
def test_where_bounces_are_heard_nobody_is_told(settings, heard):
    provider(settings, "postmark")
    changed(settings, **heard)

    assert check_bounces() == []


def test_an_odd_way_in_is_told(settings):
    changed(settings, lmtp="0.0.0.0:24")

    assert ids(check_bounces()) == ["newsletter.E006"]


@pytest.mark.parametrize("domain", ["", "a b", "löwe.example"])
def test_an_odd_sending_domain_is_told(settings, domain):
    changed(settings, sending_domain=domain)

    assert ids(check_sending_domain()) == ["newsletter.E003"]


def test_more_keys_than_a_token_can_name_are_told(settings):
    settings.SECRET_KEY_FALLBACKS = ["old"] * 16

    assert ids(check_keys()) == ["newsletter.E004"]
