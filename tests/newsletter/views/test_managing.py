"""A reader's own page, behind a link from their mailbox."""

from datetime import timedelta

import pytest

from cms.clock import Now
from newsletter.core.mailed_links import LinkPurpose
from newsletter.mailed_links import mail_link
from newsletter.models import Addressee, ConsentEvent, MailedLink, SignUpRequest, Subscriber, Subscription, Suppression
from newsletter.send import deliver
from newsletter.sign_up_hearing import hear_sign_ups
from newsletter.subscriptions import leave, today_of
from newsletter.suppressions import suppress


@pytest.fixture
def ada(cast):
    return cast.readers["ada"]


@pytest.fixture
def page(cast, ada):
    mail_link(ada.subscriber, purpose=LinkPurpose.MANAGE, newsletter=cast.newsletter)
    return f"/m/{MailedLink.objects.get().url.rpartition('/')[2]}/"


@pytest.fixture
def press(client, page):
    def pressed(act, **fields):
        response = client.post(page, {"act": act, **fields})
        assert response.status_code == 200
        return response.content.decode()

    return pressed


def test_the_page_shows_what_they_get_and_leaks_nothing(client, page):
    response = client.get(page)

    words = response.content.decode()
    assert "Slow Letters" in words
    assert "ada@example.org" in words
    assert not response.cookies
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store")


def test_looking_changes_nothing(client, page, ada):
    for look in (client.get, client.head):
        look(page)
        look(f"{page}?erase=1")
        look(f"{page}data.json")

    ada.refresh_from_db()
    assert ada.state == "active"


def test_a_pause_says_when_letters_begin_again(press, ada):
    until = today_of(ada.subscriber) + timedelta(days=14)

    assert f"Paused. We start again on {until.day}" in press("pause", of=ada.public_id, days="14")
    ada.refresh_from_db()
    assert (ada.state, ada.paused_until) == ("paused", until)
    assert "Letters begin again now." in press("resume", of=ada.public_id)


@pytest.mark.parametrize(("days", "words"), [(0, "That day has passed."), (91, "A pause ends within 90 days.")])
def test_a_pause_is_at_most_ninety_days_and_ends_on_a_day_to_come(press, ada, days, words):
    until = today_of(ada.subscriber) + timedelta(days=days)

    assert words in press("pause", of=ada.public_id, until=until.isoformat())
    ada.refresh_from_db()
    assert ada.state == "active"


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("pause", {"of": "x"}, "not offered here"),
        ("leave", {}, "not offered here"),
        ("nonsense", {}, "not offered here"),
        ("pause", {"until": "soon"}, "a day within the next 90 days"),
        ("pause", {"days": "9" * 40}, "a day within the next 90 days"),
        ("know", {"first_name": "A", "language": "xx", "zone": "UTC"}, "from the lists"),
        ("know", {"first_name": "A" * 61, "language": "en", "zone": "UTC"}, "at most 60 letters"),
        ("move", {"email": "nobody"}, "An address has an @"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(press, ada, act, fields, words):
    before = Subscriber.objects.values().get(pk=ada.subscriber_id)

    assert words in press(act, **({"of": ada.public_id} if act == "pause" and "of" not in fields else {}), **fields)
    ada.refresh_from_db()
    assert ada.state == "active"
    assert Subscriber.objects.values().get(pk=ada.subscriber_id) == before


@pytest.mark.parametrize("name", ["http://spam.example/", "Ada\u202e"])
def test_the_own_page_takes_the_names_that_the_form_takes(press, ada, name):
    assert "just a name" in press("know", first_name=name, language="en", zone="UTC")
    assert "Kept." in press("know", first_name="علی\u200cرضا", language="en", zone="UTC")
    assert Subscriber.objects.get(pk=ada.subscriber_id).first_name == "علی\u200cرضا"


def test_a_link_of_one_reader_changes_nothing_of_another(press, cast):
    esra = cast.readers["esra"]

    assert "not offered here" in press("leave", of=esra.public_id)
    esra.refresh_from_db()
    assert esra.state == "active"


def test_leaving_one_and_leaving_all(press, ada):
    assert "Slow Letters no longer comes to you." in press("leave", of=ada.public_id)
    assert "Nothing more will come." in press("leave_all")
    assert Subscription.objects.get(pk=ada.pk).consents.filter(action="withdrawn").count() == 1


def test_who_left_comes_back_with_one_press_and_with_a_consent(press, ada, page, client):
    Subscriber.objects.filter(pk=ada.subscriber_id).update(language="de")
    press("leave", of=ada.public_id)
    assert "Ich möchte Slow Letters per E-Mail bekommen" in client.get(page).content.decode()

    for _ in range(2):
        assert "Sie sind wieder da" in press("back", of=ada.public_id)

    ada.refresh_from_db()
    assert (ada.state, ada.ended_at) == ("active", None)
    *before, last = ConsentEvent.objects.filter(subscription=ada).order_by("seq")
    assert (last.action, last.method, before[-1].action) == ("confirmed", "page", "withdrawn")
    assert last.wording.startswith("Ich möchte Slow Letters per E-Mail bekommen")
    assert "their own page" in last.evidence
    assert not list(ConsentEvent.objects.faults())


def test_an_imported_leaving_ends_with_the_press_and_a_complaint_does_not(press, ada, cast):
    press("leave", of=ada.public_id)
    suppress("ada@example.org", reason="imported", newsletter_id=cast.newsletter.pk)

    press("back", of=ada.public_id)
    assert not Suppression.objects.active().filter(reason="imported").exists()

    leave(ada.pk, method="complaint")
    assert "not offered here" in press("back", of=ada.public_id)
    ada.refresh_from_db()
    assert ada.state == "ended"


def test_the_page_speaks_the_language_that_was_just_chosen(press, ada):
    words = press("know", first_name="Ada  L.", language="de", zone="Europe/Berlin")

    assert '<html lang="de"' in words
    assert "Gespeichert." in words
    reader = Subscriber.objects.get(pk=ada.subscriber_id)
    assert (reader.first_name, reader.language, reader.zone) == ("Ada L.", "de", "Europe/Berlin")


def test_moving_asks_the_new_mailbox_first(press, client, ada):
    assert "Nothing changes until you press the button there." in press("move", email="ada@new.example")
    link = f"/a/{MailedLink.objects.get(purpose='address').url.rpartition('/')[2]}"

    assert "Yes, write here" in client.get(link).content.decode()
    assert Subscriber.objects.get(pk=ada.subscriber_id).email == "ada@example.org"
    assert "Letters come here now" in client.post(link).content.decode()
    assert Subscriber.objects.get(pk=ada.subscriber_id).email == "ada@new.example"
    assert "Letters come here now" in client.get(link).content.decode()


def test_what_a_reader_is_refused_is_said_in_their_language(press, ada):
    press("know", first_name="Ada", language="de", zone="Europe/Berlin")

    assert "Dieser Tag ist vorbei." in press("pause", of=ada.public_id, until="2020-01-01")
    assert "Diese Adresse enthält ein Leerzeichen." in press("move", email="ada ada@example.org")


def test_whoever_still_reads_the_old_mailbox_does_not_see_where_the_reader_went(press, client, page):
    press("move", email="ada@new.example")
    client.post(f"/a/{MailedLink.objects.get(purpose='address').url.rpartition('/')[2]}")

    answer = client.get(page)
    assert answer.status_code == 404
    assert "new.example" not in answer.content.decode()


def test_erasing_takes_two_steps_and_is_final(press, client, page, ada):
    assert "Erase everything?" in client.get(f"{page}?erase=1").content.decode()
    assert "Everything is erased" in press("erase", never="on")

    assert not Subscriber.objects.filter(pk=ada.subscriber_id).exists()
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("slash", ["", "/"])
def test_data_is_a_file_to_take_along(client, page, slash):
    words = client.get(page.rstrip("/") + slash).content.decode()
    response = client.get(words.partition('" download>')[0].rpartition('href="')[2])

    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert response.json()["reader"]["email"] == "ada@example.org"


def test_an_old_link_offers_a_fresh_one(client, page):
    MailedLink.objects.update(expires_at=Now() - timedelta(seconds=1))

    response = client.post(page, {"act": "leave_all"})
    assert response.status_code == 404
    assert "Get a fresh link" in response.content.decode()
    assert Subscription.objects.filter(state="active").count() == 3


def test_whoever_asks_for_a_link_gets_the_same_answer_and_a_reader_gets_mail(client, cast):
    answers = {client.post("/m/", {"email": f"{name}@example.org"}).content for name in ("ada", "nobody")}
    hear_sign_ups()

    assert len(answers) == 1
    assert [row.mailbox for row in Addressee.objects.all()] == ["ada@example.org"]
    assert set(SignUpRequest.objects.values_list("outcome", "email")) == {("link", ""), ("nobody", "")}


@pytest.mark.parametrize("reason", ["imported", "staff"])
def test_who_is_barred_from_one_newsletter_still_reaches_their_own_page(client, cast, transport, reason):
    suppress("ada@example.org", reason=reason, newsletter_id=cast.newsletter.pk)

    client.post("/m/", {"email": "ada@example.org"})
    hear_sign_ups()
    deliver(transport=transport, run="a", limit=10)

    assert [message.envelope_to for message in transport.kept] == ["ada@example.org"]


def test_who_is_barred_from_everything_gets_no_link_either(client, cast, transport):
    suppress("ada@example.org", reason="imported")

    client.post("/m/", {"email": "ada@example.org"})
    hear_sign_ups()
    deliver(transport=transport, run="a", limit=10)

    assert transport.kept == []


def test_a_fourth_link_a_day_does_not_leave(client, cast):
    for _ in range(4):
        client.post("/m/", {"email": "ada@example.org"})
    hear_sign_ups()

    assert MailedLink.objects.count() == 3


def test_an_eleventh_question_from_one_network_is_put_off_as_at_the_form(client, cast):
    answers = [client.post("/m/", {"email": f"ada{n}@example.org"}, REMOTE_ADDR="203.0.113.7") for n in range(11)]

    assert [answer.status_code for answer in answers] == [202] * 10 + [429]
    assert "Many have asked from your network" in answers[-1].content.decode()


def test_what_cannot_be_an_address_is_told_at_the_form(client, cast):
    response = client.post("/m/", {"email": "nobody"})

    assert response.status_code == 422
    assert "An address has an @" in response.content.decode()


def test_places_are_chosen_by_name_and_a_browsers_old_name_becomes_todays(press, client, page, ada):
    Subscriber.objects.filter(pk=ada.subscriber_id).update(zone="Asia/Calcutta", language="ar")
    shown = client.get(page).content.decode()

    assert 'value="Asia/Kolkata" selected data-also="Asia/Calcutta">Kolkata</option>' in shown
    assert '<option value="ar" selected>' in shown
    press("know", first_name="Ada", language="ar", zone="Europe/Kiev")
    reader = Subscriber.objects.get(pk=ada.subscriber_id)
    assert (reader.language, reader.zone) == ("ar", "Europe/Kyiv")
