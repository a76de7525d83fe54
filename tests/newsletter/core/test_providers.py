import pytest

from newsletter.core.provider_answers import Means, by_recipient, by_status
from newsletter.core.provider_routes import provider_route
from newsletter.core.providers import PROVIDERS
from newsletter.core.receipts import Stage
from newsletter.core.routes import RouteNotUnderstood


def route(slug="postmark", *, key="k-123", secret="", options=""):
    return provider_route(slug=slug, key=key, secret=secret, options=options)


def test_the_keys_of_a_route_are_never_shown():
    shown = repr(route("mailjet", key="k-123", secret="s-456"))

    assert "k-123" not in shown
    assert "s-456" not in shown


def test_amazon_needs_no_key_because_the_machine_may_have_a_role():
    assert route("amazon_ses", key="", options="region_name=eu-west-1").options == {"region_name": "eu-west-1"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slug": "pigeon"}, "PARTWISE_ESP is 'pigeon'"),
        ({"key": ""}, "Postmark calls it server_token"),
        ({"secret": "x"}, "Take PARTWISE_ESP_SECRET out"),
        ({"slug": "mailjet"}, "Mailjet calls it secret_key"),
        ({"slug": "amazon_ses", "key": "", "secret": "x"}, "PARTWISE_ESP_KEY is missing beside"),
        ({"options": "speed=9"}, "has 'speed'"),
        ({"slug": "postal"}, "needs api_url"),
        ({"options": "api_url=http://api.example.org/"}, "is not https"),
    ],
)
def test_what_is_odd_is_said_with_what_to_do(changes, words):
    with pytest.raises(RouteNotUnderstood, match=words):
        route(**changes)


def test_the_seven_providers_that_we_promise_are_known():
    promised = {"amazon_ses", "mailgun", "postmark", "sendgrid", "brevo", "resend", "mailtrap"}

    assert promised <= set(PROVIDERS)


@pytest.mark.parametrize(
    ("status", "means", "reply"),
    [
        (400, Means.REFUSED, (554, "5.7.0")),
        (401, Means.NOT_US, (451, "4.3.5")),
        (403, Means.NOT_US, (451, "4.3.5")),
        (404, Means.REFUSED, (554, "5.7.0")),
        (408, Means.SILENCE, (0, "")),
        (409, Means.SILENCE, (0, "")),
        (422, Means.REFUSED, (554, "5.7.0")),
        (429, Means.LATER, (452, "4.3.1")),
        (500, Means.SILENCE, (0, "")),
        (503, Means.SILENCE, (0, "")),
        (302, Means.SILENCE, (0, "")),
    ],
)
def test_a_status_means_what_the_table_says(status, means, reply):
    answer = by_status(status, words="why")

    assert (answer.means, answer.reply) == (means, reply)


@pytest.mark.parametrize(
    ("retry_after", "wait_s"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("3600", 3600.0),
        ("999999", 86_400.0),
        ("", 300.0),
        ("soon", 300.0),
        ("Wed, 25 Nov 2026 04:01:02 GMT", 62.0),
        ("Wed, 25 Nov 2026 03:00:00 GMT", 1.0),
        ("Wed, 25 Nov 2026 04:01:02 -0000", 300.0),
    ],
)
def test_later_is_as_long_as_the_provider_says(retry_after, wait_s):
    date = "Wed, 25 Nov 2026 04:00:00 GMT"

    assert by_status(429, words="", retry_after=retry_after, date=date).wait_s == wait_s


def test_a_moment_in_an_answer_without_a_date_names_no_time():
    assert by_status(429, words="", retry_after="Wed, 25 Nov 2026 04:01:02 GMT").wait_s == 300.0


@pytest.mark.parametrize(("status", "stage"), [(401, Stage.CONNECT), (403, Stage.CONNECT), (429, Stage.DOT)])
def test_what_is_the_fault_of_the_way_was_said_to_the_connection(status, stage):
    assert by_status(status, words="").stage is stage


@pytest.mark.parametrize(
    ("status", "means"),
    [
        ("sent", Means.ACCEPTED),
        ("queued", Means.ACCEPTED),
        ("invalid", Means.REFUSED),
        ("rejected", Means.REFUSED),
        ("failed", Means.REFUSED),
        ("unknown", Means.SILENCE),
        (None, Means.SILENCE),
    ],
)
def test_anymail_s_word_for_one_recipient_is_understood(status, means):
    assert by_recipient(status, provider_id="").means is means


def test_a_no_to_an_address_is_told_apart_from_a_no_to_the_letter():
    assert by_recipient("rejected", provider_id="").reply == (550, "")
