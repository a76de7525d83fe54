"""Leaving is never harder than joining, and nothing of it is told to anybody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cms.clock import Now
from newsletter.conf import token_keys
from newsletter.core.tokens import Kind, letter_token, unsubscribe_token, view_token
from newsletter.models import ConsentEvent, Delivery, Subscription
from newsletter.send import deliver
from newsletter.subscriptions import today_of

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def ada(cast):
    return cast.readers["ada"]


@pytest.fixture
def reader():
    """A mail program or a browser: no cookie, and csrf is enforced as in production."""
    return Client(enforce_csrf_checks=True)


def token(row):
    return unsubscribe_token(token_keys(), subscription=row.public_id.bytes)


def state(row):
    row.refresh_from_db()
    return row.state


@pytest.mark.parametrize("end", ["", "/"])
def test_one_click_as_a_form_ends_the_subscription(reader, ada, end):
    body = "List-Unsubscribe=One-Click"
    answer = reader.post(f"/u/{token(ada)}{end}", body, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert state(ada) == "ended"
    assert ConsentEvent.objects.get(subscription=ada, action="withdrawn").method == "one_click"


def test_one_click_as_multipart_ends_the_subscription(reader, ada):
    answer = reader.post(f"/u/{token(ada)}", ONE_CLICK)

    assert answer.status_code == 200
    assert state(ada) == "ended"


def test_leaving_twice_is_fine_and_writes_one_line(reader, ada):
    for _ in range(2):
        answer = reader.post(f"/u/{token(ada)}", ONE_CLICK)

    assert answer.status_code == 200
    assert ConsentEvent.objects.filter(subscription=ada, action="withdrawn").count() == 1


def test_one_who_left_by_one_click_can_still_undo_it_on_the_page(reader, ada):
    reader.post(f"/u/{token(ada)}", ONE_CLICK)

    page = reader.get(f"/u/{token(ada)}").content.decode()

    assert f'action="/u/{token(ada)}/undo/"' in page


def test_one_who_was_erased_gets_the_same_answer(reader, ada):
    erased = token(ada)
    Subscription.objects.filter(pk=ada.pk).update(public_id="00000000-0000-4000-8000-000000000000")

    assert reader.post(f"/u/{erased}", ONE_CLICK).status_code == 200
    assert reader.get(f"/u/{erased}").status_code == 200


@pytest.mark.parametrize("door", ["u", "p"])
def test_one_who_was_erased_is_spoken_to_in_the_browsers_language(reader, ada, door):
    erased = token(ada)
    ada.subscriber.delete()

    page = reader.get(f"/{door}/{erased}", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="de"' in page
    assert "abgemeldet" in page


def test_a_link_that_left_under_an_earlier_key_still_ends_the_subscription(reader, ada, settings):
    earlier = token(ada)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as the first one was, or longer"

    assert token(ada) != earlier
    assert reader.post(f"/u/{earlier}", ONE_CLICK).status_code == 200
    assert state(ada) == "ended"


def test_looking_changes_nothing_and_shows_only_a_masked_address(reader, ada):
    page = reader.get(f"/u/{token(ada)}").content.decode()

    assert state(ada) == "active"
    assert "a***@e***.org" in page
    assert "ada@example.org" not in page
    assert "Ada" not in page


def test_a_page_with_a_token_tells_nobody_about_it(reader, ada):
    answer = reader.get(f"/u/{token(ada)}")

    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert not answer.cookies


def test_the_button_leaves_and_undo_brings_it_back(reader, ada):
    page = reader.post(f"/u/{token(ada)}", {"choice": "leave"})
    undo = page.context["undo_url"]
    answer = reader.post(undo)

    assert state(ada) == "active"
    assert "You are back" in answer.content.decode()
    assert list(ConsentEvent.objects.filter(subscription=ada).order_by("seq").values_list("action", flat=True)) == [
        "confirmed",
        "withdrawn",
        "restored",
    ]


def test_undo_pressed_twice_says_the_same_twice(reader, ada):
    undo = reader.post(f"/u/{token(ada)}", {"choice": "leave"}).context["undo_url"]
    pages = [reader.post(undo).content.decode() for _ in range(2)]

    assert "You are back" in pages[0]
    assert pages[0] == pages[1]
    assert ConsentEvent.objects.filter(subscription=ada, action="restored").count() == 1


def test_undo_after_an_hour_is_too_late(reader, ada):
    undo = reader.post(f"/u/{token(ada)}", {"choice": "leave"}).context["undo_url"]
    Subscription.objects.filter(pk=ada.pk).update(ended_at=Now() - timedelta(hours=2))

    assert "too late" in reader.post(undo).content.decode()
    assert state(ada) == "ended"


def test_letters_that_wait_for_a_reader_who_leaves_are_cancelled(reader, ada, issue, transport):
    reader.post(f"/u/{token(ada)}", ONE_CLICK)
    deliver(transport=transport, run="a", limit=10)

    assert [message.envelope_to for message in transport.kept] == ["esra@example.org"]
    assert Delivery.objects.get(subscription=ada).reason == "left"


def test_pausing_and_beginning_again(reader, ada):
    letter = letter_token(token_keys(), subscription=ada.public_id.bytes, delivery=ada.public_id.bytes)
    page = reader.post(f"/p/{letter}", {"choice": "pause-14"})

    assert state(ada) == "paused"
    assert "We start again on" in page.content.decode()

    reader.post(f"/p/{letter}", {"choice": "resume"})
    assert state(ada) == "active"


def test_a_pause_from_the_letter_ends_on_a_chosen_day(reader, ada):
    until = today_of(ada.subscriber) + timedelta(days=10)
    where = f"/p/{token(ada)}"
    assert f'max="{until + timedelta(days=80)}"' in reader.get(where).content.decode()

    for wrong in ("", "soon", f"{until + timedelta(days=90)}", f"{until - timedelta(days=10)}"):
        reader.post(where, {"choice": "pause-until", "until": wrong})
        assert state(ada) == "active"
    words = reader.post(where, {"choice": "pause-until", "until": f"{until}"}).content.decode()

    assert "Paused. We start again on" in words
    ada.refresh_from_db()
    assert (ada.state, ada.paused_until) == ("paused", until)


def test_whoever_rested_before_leaving_rests_again_after_an_undo(reader, ada):
    reader.post(f"/p/{token(ada)}", {"choice": "pause-14"})
    reader.post(f"/u/{token(ada)}", {"choice": "leave"})
    assert state(ada) == "ended"

    said = reader.post(f"/u/{token(ada)}/undo/").content.decode()

    assert state(ada) == "paused"
    assert "We start again on" in said


def test_a_pause_can_be_made_longer(reader, ada):
    reader.post(f"/p/{token(ada)}", {"choice": "pause-7"})
    assert "Four weeks" in reader.get(f"/p/{token(ada)}").content.decode()

    reader.post(f"/p/{token(ada)}", {"choice": "pause-28"})
    ada.refresh_from_db()
    assert (ada.paused_until - today_of(ada.subscriber)).days == 28


@pytest.mark.parametrize("wrong", ["nonsense", "A" * 25])
@pytest.mark.parametrize("door", ["u", "p"])
def test_a_damaged_link_opens_nothing_and_says_another_way(reader, ada, door, wrong):
    answer = reader.get(f"/{door}/{wrong}")

    assert answer.status_code == 404
    assert "answer any letter" in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_choice_that_is_not_offered_changes_nothing_and_says_so(reader, ada):
    page = reader.post(f"/u/{token(ada)}", {"choice": "pause-999"})

    assert "nothing was changed" in page.content.decode()
    assert state(ada) == "active"


def test_a_token_for_another_door_opens_nothing(reader, ada):
    other = view_token(token_keys(), frozen=ada.public_id.bytes)

    assert reader.post(f"/u/{other}", ONE_CLICK).status_code == 404
    assert Kind.VIEW not in {Kind.UNSUBSCRIBE, Kind.LETTER}


def test_the_address_in_the_header_of_a_letter_leads_here(reader, ada, issue, transport):
    deliver(transport=transport, run="a", limit=1)
    header = transport.kept[0].data.partition(b"List-Unsubscribe: <")[2].partition(b">")[0].decode()
    path = header.removeprefix("http://testserver")

    assert len(path) < 60
    assert reader.post(path, ONE_CLICK).status_code == 200
    assert state(ada) == "ended"


def test_undo_has_its_own_address(ada):
    assert reverse("undo_leaving", args=[token(ada)]).endswith("/undo/")


def test_who_presses_a_button_behind_a_link_of_the_letter_has_the_letter(reader, issue, transport):
    deliver(transport=transport, run="a", limit=10)
    row = Delivery.objects.filter(issue=issue).select_related("subscription").first()
    doubt = {"state": "uncertain", "reason": "no_answer", "issue": issue}
    unsure = Delivery.objects.create(
        subscription=row.subscription,
        compiled_id=row.compiled_id,
        dedupe_key="unsure",
        message_id="<unsure@example.org>",
        date_header=row.date_header,
        marked_at=Now(),
        ended_at=Now(),
        **doubt,
    )
    ids = {"subscription": row.subscription.public_id.bytes, "delivery": unsure.public_id.bytes}
    page = f"/p/{letter_token(token_keys(), **ids)}"

    reader.get(page)
    unsure.refresh_from_db()
    assert unsure.state == "uncertain"  # scanners look at everything

    reader.post(page, {"choice": "resume"})
    unsure.refresh_from_db()
    assert (unsure.state, unsure.reason) == ("handed_over", "")
    assert unsure.events.get().evidence["by"] == "a link of the letter"


def test_leaving_everything_ends_what_the_page_does_not_name(reader, cast, ada):
    other = type(cast.newsletter).objects.create(
        name="Secret notes", slug="notes", zone="UTC", from_name="M", from_email="m@example.org", postal_address="x"
    )
    also = Subscription.objects.create(subscriber=ada.subscriber, newsletter=other, state="active")
    page = reader.get(f"/u/{token(ada)}").content.decode()
    assert "Leave everything" in page

    said = reader.post(f"/u/{token(ada)}", {"choice": "everything"}).content.decode()

    assert (state(ada), state(also)) == ("ended", "ended")
    assert "You have left everything" in said
    assert "Secret notes" not in page + said


def test_leaving_one_says_no_more_than_that(reader, ada):
    said = reader.post(f"/u/{token(ada)}", {"choice": "leave"}).content.decode()

    assert "Slow Letters no longer comes to you." in said
    assert "everything" not in said


def test_the_language_of_these_pages_is_chosen_with_the_letters_token(reader, ada):
    page = reader.get(f"/p/{token(ada)}").content.decode()
    assert "Deutsch" in page
    assert "English" not in page.partition("<main")[2]

    said = reader.post(f"/p/{token(ada)}", {"choice": "language-de"}).content.decode()

    ada.subscriber.refresh_from_db()
    assert ada.subscriber.language == "de"
    assert "Deutsch" not in said.partition("<main")[2]
    assert "Sie bekommen Slow Letters." in said
    assert "Gespeichert." in said
    assert reader.post(f"/p/{token(ada)}", {"choice": "language-xx"}).status_code == 200
    ada.subscriber.refresh_from_db()
    assert ada.subscriber.language == "de"
