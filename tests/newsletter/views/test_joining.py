"""The form at which readers come in, and the page behind the link in their mailbox."""

import html
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.core import signing

from newsletter.models import Issue, MailedLink, Newsletter, SignUpRequest, Subscription
from newsletter.send import deliver
from newsletter.sign_up_hearing import hear_sign_ups
from newsletter.views import join_form
from newsletter.views.join_form import SALT, took_its_time
from tests.cast import suppress
from tests.factories import due_issue

JOIN = "/newsletters/slow-letters/join/"


@pytest.fixture
def post(client, cast):
    def posted(path=JOIN, **fields):
        given = {"email": "new@example.com", "newsletters": [cast.newsletter.pk], "started": join_form.once_more()}
        return client.post(path, given | fields)

    return posted


@pytest.fixture
def page(post):
    post()
    hear_sign_ups()
    return MailedLink.objects.get().url.partition("//")[2].partition("/")[2].join(["/", ""])


def test_the_form_is_shown_without_a_cookie(client, cast):
    response = client.get(JOIN)

    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    words = response.content.decode()
    assert "Send me Slow Letters by email. I can stop at any time, with one click." in words


def test_who_asks_is_told_to_look_into_the_mailbox(post):
    response = post(first_name="Nia", zone="Europe/Berlin", language="de")

    assert response.status_code == 202
    assert "Check your inbox" in response.content.decode()
    row = SignUpRequest.objects.get()
    assert (row.zone, row.language, row.method) == ("Europe/Berlin", "de", "page")
    assert row.wording == "Send me Slow Letters by email. I can stop at any time, with one click."
    assert row.form == f"http://testserver{JOIN}"


def shown_beside_the_button(response):
    sentence = re.search(r'<p class="wording">(.+?)</p>', response.content.decode(), re.DOTALL)[1]
    return html.unescape(sentence.replace("<br>", "\n"))


@pytest.fixture
def other(cast):
    return Newsletter.objects.create(
        name="Letters & Grief", slug="grief", neutral_name="Post", from_name="Mara", from_email="m@example.org"
    )


def test_the_words_that_are_kept_are_those_that_were_read_also_of_a_newsletter_with_a_neutral_name(post, client, cast):
    Newsletter.objects.update(neutral_name="Post", language="de")
    shown = shown_beside_the_button(client.get(JOIN))
    post()

    assert shown == "Ich möchte Slow Letters per E-Mail bekommen. Ich kann jederzeit mit einem Klick aufhören."
    assert SignUpRequest.objects.get().wording == shown


def test_of_several_boxes_the_ticked_ones_are_kept_with_the_sentence_below_them(post, client, cast, other):
    both = [cast.newsletter.pk, other.pk]
    shown = client.get(JOIN)
    post(newsletters=both)

    assert all(
        f"<span>{html.escape(name)}</span>" in shown.content.decode() for name in (cast.newsletter.name, other.name)
    )
    kept = SignUpRequest.objects.get().wording
    assert kept == f"☑ Letters & Grief\n☑ Slow Letters\n{shown_beside_the_button(shown)}"
    assert kept.endswith("Send me what is ticked here by email. I can stop at any time, with one click.")


def test_the_page_with_one_button_shows_to_the_letter_what_is_kept(post, cast, other):
    shown = shown_beside_the_button(post(started="", newsletters=[other.pk]))
    post(newsletters=[other.pk])

    assert shown.startswith("☑ Letters & Grief\n")
    assert SignUpRequest.objects.get().wording == shown


def test_no_box_is_ticked_but_the_one_that_the_address_of_the_form_names(client, cast, other):
    def ticked(path):
        return re.findall(r'name="newsletters" value="(\d+)"[^>]* checked', client.get(path).content.decode())

    assert ticked("/join/") == []
    assert ticked(JOIN) == [str(cast.newsletter.pk)]


def test_the_answer_is_the_same_for_every_address(post):
    suppress("complained@example.org", reason="complaint")
    names = ("unknown", "ada", "bram", "chidi", "dina", "complained")

    answers = set()
    for name in names:
        response = post(email=f"{name}@example.org")
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}  # it says the time
        answers.add((response.status_code, response.content, tuple(sorted(headers.items()))))
    assert len(answers) == 1
    assert SignUpRequest.objects.count() == len(names)


def test_the_trap_catches_without_a_word(post):
    assert post(trap="https://spam.example").status_code == 202
    assert not SignUpRequest.objects.exists()


@pytest.mark.parametrize("started", ["", "forged", None])
def test_a_form_that_a_program_may_have_sent_asks_for_one_more_press(post, started):
    now = started if started is not None else join_form.now_started()

    response = post(started=now)
    assert response.status_code == 200
    assert "Yes, send me the letters" in response.content.decode()
    assert not SignUpRequest.objects.exists()


def test_an_embedded_form_that_asks_for_no_language_takes_the_browsers(client, cast):
    fields = {"email": "new@example.com", "newsletters": cast.newsletter.pk, "via": "https://blog.example.com/"}
    again = client.post("/join/", fields, headers={"accept-language": "de"}).content.decode()
    pressed = {name: again.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("started", "via")}
    client.post("/join/", {**fields, **pressed}, headers={"accept-language": "de"})

    assert SignUpRequest.objects.get().language == "de"


def test_the_one_press_of_an_embedded_form_is_enough(post, client):
    words = post(started="", via="https://blog.example.com/about").content.decode()
    fields = {name: words.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("started", "via")}

    assert post(**fields).status_code == 202
    row = SignUpRequest.objects.get()
    assert (row.method, row.form) == ("embed", "https://blog.example.com/about")


def test_a_form_of_yesterday_took_too_long():
    assert not took_its_time(signing.dumps(0, salt="another"))
    assert took_its_time(join_form.once_more())
    assert signing.loads(join_form.now_started(), salt=SALT)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": ""}, "Please type your email address."),
        ({"email": "nobody"}, "An address has an @"),
        ({"email": "a@b@example.org"}, "a second @"),
        ({"newsletters": []}, "Please choose at least one."),
        ({"newsletters": ["9" * 30]}, "Here is what you can get."),
        ({"first_name": "Win https://spam.example"}, "just a name"),
        ({"zone": "Mars/Base"}, "Mars/Base"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(post, fields, words):
    response = post(**fields)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not SignUpRequest.objects.exists()


@pytest.mark.parametrize("name", ["[[unsubscribe_url]]", "Zora\r\nBcc: zora@example.net", "Zora <b>&amp;</b>"])
def test_no_name_of_a_form_is_in_the_mail_that_a_stranger_may_have_asked_for(post, transport, name):
    assert post(first_name=name).status_code == 202
    hear_sign_ups()
    deliver(transport=transport, run="a", limit=10)

    [mail] = transport.kept
    read = message_from_bytes(mail.data, policy=default)
    assert (read["To"], read["Bcc"]) == ("new@example.com", None)
    for half in read.iter_parts():
        assert "Zora" not in half.get_content()
        assert "unsubscribe" not in half.get_content().lower()


def test_an_eleventh_sign_up_from_one_network_is_put_off(post):
    for number in range(10):
        assert post(email=f"reader{number}@example.com").status_code == 202

    response = post()
    assert response.status_code == 429
    assert "from your network" in response.content.decode()


def test_a_newsletter_that_takes_no_readers_has_no_form(client, cast):
    Newsletter.objects.update(takes_readers=False)

    assert client.get(JOIN).status_code == 404
    assert client.get("/join/").status_code == 404


def test_looking_confirms_nothing_and_pressing_does(client, page):
    for look in (client.get, client.head, client.options):
        look(page)
    assert Subscription.objects.get(subscriber__email_key="new@example.com").state == "pending"
    assert "Yes, send me the letters" in client.get(page).content.decode()

    response = client.post(page)
    assert "You are in" in response.content.decode()
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store")
    assert Subscription.objects.get(subscriber__email_key="new@example.com").state == "active"
    assert "You are in" in client.post(page).content.decode()
    assert "You are in" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("audience", "words"), [(None, "The first letter comes on"), ({"version": 1}, "comes when the next")]
)
def test_whoever_confirms_hears_of_the_next_letter_that_is_for_everybody(client, cast, page, audience, words):
    issue = due_issue(cast.newsletter)
    Issue.objects.filter(pk=issue.pk).update(audience=audience)

    assert words in client.post(page).content.decode()


@pytest.mark.parametrize("token", ["x", "A" * 22, "%00", "é", "A" * 500])
def test_a_token_that_opens_nothing_says_how_to_go_on(client, cast, token):
    for send in (client.get, client.post):
        response = send(f"/c/{token}")
        assert response.status_code == 404
        assert "Sign up again" in response.content.decode()
        Newsletter.objects.update(takes_readers=False)
        assert "Sign up again" not in send(f"/c/{token}").content.decode()
        Newsletter.objects.update(takes_readers=True)


def test_the_form_of_the_how_to_works_from_another_site(client, cast):
    page = (
        Path("docs/howto/sign-up-form-elsewhere.md").read_text().replace('value="7"', f'value="{cast.newsletter.pk}"')
    )
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))

    one_more = client.post(JOIN, {"email": "new@example.com", **fields}, headers={"origin": "https://blog.example.com"})
    shown = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', one_more.content.decode()))
    assert client.post(JOIN, shown).status_code == 202
    row = SignUpRequest.objects.get()
    assert (row.email, row.method, row.form) == ("new@example.com", "embed", "https://blog.example.com/about")


def test_a_zone_is_kept_by_its_name_of_today(post):
    assert post(zone="Asia/Calcutta").status_code == 202

    assert SignUpRequest.objects.get().zone == "Asia/Kolkata"
