import pytest
from django.urls import reverse

from newsletter.models import Subscriber, Subscription

ADD = "newsletter_readers:add"


@pytest.fixture
def form(world):
    return {
        "newsletter": world.newsletter.pk,
        "email": "Faye@Example.org",
        "first_name": "Faye",
        "zone": "Europe/Lisbon",
        "wording": "Send me Slow Letters.",
        "given_on": "2026-05-03 10:00",
        "evidence": "Card 12 in the blue folder",
    }


def test_a_reader_is_added_with_the_words_they_agreed_to(desk, world, form):
    answer = desk.post(reverse(ADD), form)

    subscription = Subscription.objects.get(subscriber__email_key="faye@example.org")
    consent = subscription.consents.get()
    assert answer.status_code == 302
    assert subscription.state == "active"
    assert (consent.wording, consent.evidence, consent.actor) == (
        form["wording"],
        form["evidence"],
        world.staff["mara"],
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"wording": ""}, "wording"),
        ({"evidence": " "}, "evidence"),
        ({"given_on": "2999-01-01 10:00"}, "given_on"),
        ({"given_on": "soon"}, "given_on"),
        ({"given_on": "0001-01-01 00:00"}, "given_on"),
        ({"given_on": "1994-12-31 23:59"}, "given_on"),
        ({"newsletter": "0"}, "newsletter"),
    ],
)
def test_without_words_day_and_evidence_there_is_no_reader(desk, form, change, field):
    before = Subscriber.objects.count()
    answer = desk.post(reverse(ADD), {**form, **change})

    assert field in answer.context["form"].errors
    assert Subscriber.objects.count() == before


def test_only_those_with_the_permission_add_readers(client, person, form):
    client.force_login(person("view_subscriber"))

    assert client.post(reverse(ADD), form).status_code == 302
    assert not Subscriber.objects.filter(email_key="faye@example.org").exists()
    assert reverse(ADD) not in client.get(reverse("newsletter_readers:list")).content.decode()


def test_a_form_that_is_posted_twice_writes_its_consent_once(desk, form):
    for _ in range(2):
        assert desk.post(reverse(ADD), form).status_code == 302
    subscription = Subscription.objects.get(subscriber__email_key="faye@example.org")
    assert subscription.consents.count() == 1

    desk.post(reverse(ADD), {**form, "evidence": "Card 13 in the blue folder"})
    assert subscription.consents.count() == 2
