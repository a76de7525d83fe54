"""A reader asks for a series, hears where they are in it, changes its pace, rests and leaves: without an account."""

import json
import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.formats import date_format

from cms.clock import database_now
from newsletter.conf import conf, token_keys
from newsletter.core.courses.facts import Delay, Pace, Unit
from newsletter.core.courses.plan import Due
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.tokens import letter_token, view_token
from newsletter.courses.deeds import close_course, open_course, pause_course
from newsletter.courses.tending import tend_courses
from newsletter.models import (
    Addressee,
    ConsentEvent,
    Course,
    Delivery,
    Enrollment,
    IssueItem,
    MailedLink,
    Newsletter,
    PartHandOver,
    SignUpRequest,
    Subscriber,
    Subscription,
)
from newsletter.rights import erase_reader, export_reader
from newsletter.send import deliver
from newsletter.sign_up_hearing import hear_sign_ups
from newsletter.subscriptions import Consent, enroll, leave
from newsletter.views import join_form
from newsletter.views.course_words import _due_words, pace_words, standing_of
from series.models import ArticlePage, SeriesPart
from tests.cast import suppress
from tests.factories import due_issue

JOIN = "/courses/after-the-long-year/join/"
NAME = "After the Long Year"
FRIDAY = datetime(2026, 12, 4, 9, tzinfo=UTC)


@pytest.fixture
def course(world):
    row = Course.objects.create(series=world.sequence, newsletter=world.newsletter, opens=time(0), closes=time(0))
    open_course(row)
    return row


@pytest.fixture
def asked(client, course):
    """A function: somebody asks for these, and what they asked is heard."""

    def post(email="wilma@example.org", path=JOIN, **fields):
        given = {"email": email, "courses": [course.pk], "language": "en", "started": join_form.once_more()}
        response = client.post(path, given | fields)
        hear_sign_ups()
        return response

    return post


def path_of(link):
    return f"/{link.url.partition('//')[2].partition('/')[2]}"


def page(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def row(course):
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    return enroll(course, email="wilma@example.org", consent=said, zone="Europe/Lisbon", language="en")


def first_letter(transport):
    tend_courses()
    deliver(transport=transport, run="a", limit=10)
    tend_courses()
    return Delivery.objects.get(purpose="part")


def letter_page(row, path="p", delivery=None):
    ids = {"subscription": row.public_id.bytes, "delivery": (delivery or row).public_id.bytes}
    return f"/{path}/{letter_token(token_keys(), **ids)}/"


def own_page(row):
    link = MailedLink.objects.make(row.subscriber, purpose=LinkPurpose.MANAGE, newsletter=row.voice)
    return path_of(link)


def test_the_page_of_a_series_offers_it_part_by_part(client, course, world):
    words = page(client.get(world.sequence.url))

    assert f'href="{JOIN}">Send me this series part by part</a>' in words
    pause_course(course)
    assert "part by part" not in page(client.get(world.sequence.url))


def test_the_form_says_what_comes_and_how_often(client, course):
    response = client.get(JOIN)

    assert f"<h1>Get {NAME}</h1>" in page(response)
    assert "The first part comes as soon as you confirm, then one part every 2 days." in page(response)
    assert "Send me what is ticked here by email. I can stop at any time, with one click." in page(response)
    assert not response.cookies


def test_the_form_of_the_site_offers_newsletters_and_series(client, course):
    words = page(client.get("/join/"))

    assert "What would you like to get?" in words
    assert "A series, part by part" in words
    assert f'name="courses" value="{course.pk}"' in words
    Course.objects.update(takes_readers=False)
    assert "A series, part by part" not in page(client.get("/join/"))
    assert client.get(JOIN).status_code == 404


def test_a_site_that_has_only_a_series_to_offer_offers_it(client, course, world):
    world.newsletter.takes_readers = False
    world.newsletter.save()

    assert f'type="hidden" name="courses" value="{course.pk}"' in page(client.get("/join/"))


def test_nothing_ticked_is_asked_for_again(asked, course):
    response = asked(path="/join/", courses=[])

    assert response.status_code == 422
    assert "Please choose at least one." in page(response)
    assert asked(path="/join/", courses=[course.pk + 1]).status_code == 422
    assert not SignUpRequest.objects.exists()


def test_one_mail_and_one_press_for_newsletter_and_series_and_a_consent_for_each(
    asked, client, course, world, transport
):
    asked(path="/join/", newsletters=[world.newsletter.pk])

    assert Addressee.objects.get().values["choices"] == f"Slow Letters and {NAME}"
    link = MailedLink.objects.get()
    assert f"{NAME}." in page(client.get(path_of(link)))
    assert not Enrollment.objects.exists()  # a look starts nothing

    words = page(client.post(path_of(link)))

    assert f"<strong>{NAME}</strong>: Part 1 of 3 is on its way to you." in words
    purposes = set(
        ConsentEvent.objects.filter(subscription__subscriber=link.subscriber).values_list("purpose", flat=True)
    )
    assert purposes == {f"newsletter:{world.newsletter.pk}", f"course:{course.pk}"}
    assert not list(ConsentEvent.objects.faults())
    client.post(path_of(link))  # pressed again, nothing begins twice
    assert Enrollment.objects.count() == 1
    tend_courses()
    deliver(transport=transport, run="a", limit=10)
    assert [message.purpose for message in transport.kept].count("part") == 1


@pytest.fixture
def coming(course, world):
    """A function: a letter that is scheduled for later today and shows this part."""

    def scheduled(part):
        issue, part = due_issue(world.newsletter, late=timedelta(minutes=-20)), world.parts[part]
        shown = {"position": 1, "article": part.article, "part_uuid": part.uuid, "mode": "whole"}
        IssueItem.objects.create(compiled=issue.compiled, **shown)
        return issue

    return scheduled


def confirmed(asked, client, world, **fields):
    asked(path="/join/", newsletters=[world.newsletter.pk], **fields)
    return page(client.post(path_of(MailedLink.objects.get())))


def test_no_letter_is_promised_that_the_series_may_keep_away(asked, client, world, coming):
    coming("signs")

    words = confirmed(asked, client, world)

    assert "about" not in words
    assert "The first letter comes when the next one is written." in words


def test_the_next_letter_that_no_series_keeps_away_is_promised(asked, client, world, coming):
    coming("signs")
    later = due_issue(world.newsletter, late=timedelta(days=-3))

    with translation.override("en"):
        day = date_format(later.send_at.astimezone(ZoneInfo("Europe/Lisbon")))
    assert f"The first letter comes on {day}" in confirmed(asked, client, world, zone="Europe/Lisbon")


def test_who_does_not_get_the_series_is_promised_its_part_as_a_letter(asked, client, world, coming):
    coming("signs")

    assert "The first letter comes on" in confirmed(asked, client, world, courses=[])


def test_a_letter_is_not_promised_while_a_series_comes_first(asked, client, course, world):
    Course.objects.filter(pk=course.pk).update(hold_newsletters=Course.Meanwhile.SKIP)
    due_issue(world.newsletter, late=timedelta(days=-3))

    assert "The first letter comes on" not in confirmed(asked, client, world)


def test_a_series_alone_is_confirmed_in_the_voice_of_its_newsletter(asked, client, course):
    asked()

    assert MailedLink.objects.get().newsletter == course.newsletter
    words = page(client.post(path_of(MailedLink.objects.get())))
    assert "The first letter comes when" not in words  # that is said of newsletters


def test_a_neutral_name_is_what_a_stranger_reads(asked, course):
    Course.objects.update(neutral_name="a series in letters")

    asked()

    assert Addressee.objects.get().values["choices"] == "a series in letters"


def test_one_who_has_it_already_hears_so(asked, row):
    asked()

    assert SignUpRequest.objects.get().outcome == "already_active"
    assert Enrollment.objects.count() == 1


def test_a_barred_address_hears_nothing_and_the_answer_is_the_same(asked):
    suppress("wilma@example.org", reason="complaint")

    assert page(asked()) == page(asked(email="nobody@example.org"))
    assert SignUpRequest.objects.first().outcome == "suppressed"


def test_a_course_that_closed_meanwhile_is_not_begun(asked, client, course):
    asked()
    close_course(course)

    assert client.post(path_of(MailedLink.objects.get())).status_code == 404
    assert not Enrollment.objects.exists()


def test_the_letters_page_says_what_comes_when(client, row, transport):
    delivery = first_letter(transport)
    where = letter_page(row, delivery=delivery)
    due = database_now() + timedelta(days=2)

    words = page(client.get(where))

    assert f"You get {NAME}." in words
    assert f"Part 2 of 3 comes on {due:%A}," in words


def test_the_pace_is_the_readers_choice(client, row, transport):
    where = letter_page(row, delivery=first_letter(transport))

    words = page(client.post(where, {"choice": "pace-weekly"}))

    assert "Kept. It counts from the next part." in words
    assert Enrollment.objects.get().pace == Pace.WEEKLY
    assert f"Part 2 of 3 comes on {database_now() + timedelta(days=7):%A}," in words
    assert "That is not offered here" in page(client.post(where, {"choice": "pace-hourly"}))


def test_the_pace_can_be_changed_while_the_series_rests(client, row):
    client.post(letter_page(row), {"choice": "pause-7"})

    for where, given in (
        (letter_page(row), {"choice": "pace-weekly"}),
        (own_page(row), {"act": "pace", "pace": "daily", "of": row.public_id}),
    ):
        assert "How often a part comes" in page(client.get(where))
        assert "It counts from the next part." in page(client.post(where, given))
    row.refresh_from_db()
    assert (row.state, Enrollment.objects.get().pace, Enrollment.objects.get().next_due) == ("paused", "daily", None)


def test_no_pace_is_offered_twice(row):
    assert [pace for pace, _, _ in standing_of(row)["paces"]] == ["course", "daily", "weekly"]

    Enrollment.objects.update(pace="second_day")
    assert [pace for pace, _, is_own in standing_of(row)["paces"] if is_own] == ["second_day"]


def test_a_newsletter_has_no_pace(client, course, world):
    where = letter_page(world.readers["ada"])

    assert "That is not offered here" in page(client.post(where, {"choice": "pace-weekly"}))
    assert "How often a part comes" not in page(client.get(where))


def test_one_click_leaves_this_series_and_nothing_else(client, row, world):
    other = Subscription.objects.create(subscriber=row.subscriber, newsletter=world.newsletter, state="active")

    response = client.post(letter_page(row, "u"), {"List-Unsubscribe": "One-Click"})

    assert response.content == b"You are unsubscribed.\n"
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, other.state) == ("ended", "active")
    assert Enrollment.objects.get().state == "exited"


def test_the_own_page_shows_letters_and_series_with_all_their_ways(client, row, world):
    Subscription.objects.create(subscriber=row.subscriber, newsletter=world.newsletter, state="active")
    where = own_page(row)

    words = page(client.get(where))
    assert words.index("Slow Letters</h2>") < words.index(f"{NAME}</h2>")
    assert "Part 1 of 3 is on its way to you." in words

    of = {"of": str(row.public_id)}
    assert "It counts from the next part." in page(client.post(where, {"act": "pace", "pace": "daily", **of}))
    assert "Paused. We start again" in page(client.post(where, {"act": "pause", "days": "7", **of}))
    assert "Letters begin again now." in page(client.post(where, {"act": "resume", **of}))
    assert f"{NAME} no longer comes to you." in page(client.post(where, {"act": "leave", **of}))
    assert 'name="act" value="back">Sign up again' in page(client.get(where))


def test_who_left_can_come_back_only_to_what_is_offered_still(client, row, world):
    letters = Subscription.objects.create(subscriber=row.subscriber, newsletter=world.newsletter, state="ended")
    Subscription.objects.filter(pk=row.pk).update(state="ended")
    where = own_page(row)

    def offered():
        shown = page(client.get(where))
        form = r'name="of" value="([^"]+)"><p>Send me [^<]+</p><button class="[^"]+" name="act" value="back">'
        return re.findall(form, shown), "Get something else" in shown

    both = [str(letters.public_id), str(row.public_id)]
    assert offered() == (both, True)
    close_course(row.course)
    assert offered() == (both[:1], True)
    Newsletter.objects.update(takes_readers=False)
    assert offered() == ([], False)
    assert "not offered here" in page(client.post(where, {"act": "back", "of": letters.public_id}))


def test_who_comes_back_to_a_series_goes_on_behind_the_last_part(client, row, transport):
    first_letter(transport)
    leave(row.pk, method="page")

    words = page(client.post(own_page(row), {"act": "back", "of": row.public_id}))

    assert "You are back." in words
    assert "Part 2 of 3 comes on" in words


@pytest.mark.parametrize(("act", "fields"), [("pace", {"pace": "daily"}), ("more", {}), ("resume", {}), ("again", {})])
def test_a_tab_that_does_not_know_of_the_leaving_promises_nothing(client, row, act, fields):
    leave(row.pk, method="page")
    choice = {"pace": "pace-daily"}.get(act, act)

    for answer in (
        client.post(own_page(row), {"act": act, "of": row.public_id, **fields}),
        client.post(letter_page(row), {"choice": choice}),
    ):
        assert "so nothing was changed." in page(answer)
    assert Enrollment.objects.get().state == "exited"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Teil 2 von 3 kommt am Freitag, 4. Dezember 2026."),
        ("es", "La parte 2 de 3 llega el viernes, 4 de diciembre de 2026."),
        ("fr", "La partie 2 sur 3 arrive le vendredi 4 décembre 2026."),
    ],
)
def test_the_next_part_and_its_day_are_told_in_the_readers_language(world, course, language, words):
    due = Due(part=str(world.parts["signs"].uuid), at=FRIDAY, was_due=FRIDAY, because=())

    with translation.override(language):
        assert _due_words(due, course, "UTC", FRIDAY - timedelta(days=2)) == words


def test_a_side_is_called_by_its_title(world):
    pair = Course.objects.create(series=world.pair, newsletter=world.newsletter, opens=time(0), closes=time(0))
    open_course(pair)
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    row = enroll(pair, email="wilma@example.org", consent=said)

    words = standing_of(row)["words"]

    title = world.pair.parts.first().article.title
    assert words == f"“{title}” is on its way to you."


@pytest.mark.parametrize("reason", ["suppressed", "undeliverable"])
def test_who_cannot_be_written_to_hears_of_it_without_a_reason_that_may_not_be_theirs(client, row, reason):
    Enrollment.objects.update(state="held", hold_reason=reason)

    words = page(client.get(own_page(row)))
    assert "No part can leave to your address at present." in words
    assert "came back" not in words


@pytest.mark.parametrize(
    ("pace", "language", "words"),
    [
        (Delay(1), "en", "one part a day"),
        (Delay(14), "en", "one part every 2 weeks"),
        (Delay(3), "de", "alle 3 Tage ein Teil"),
        (Delay(36, Unit.HOURS), "fr", "une partie toutes les 36 heures"),
        (Delay(6, Unit.HOURS), "en", "one part a day"),
        (Delay(7), "es", "una parte por semana"),
    ],
)
def test_a_pace_reads_in_the_readers_language(pace, language, words):
    with translation.override(language):
        assert pace_words(pace) == words


def test_a_part_can_be_read_on_the_web_until_it_is_taken_from_the_site(client, row, transport):
    frozen = first_letter(transport).compiled
    where = f"/letters/{view_token(token_keys(), frozen=frozen.public_id.bytes)}/"

    response = client.get(where)

    assert response.status_code == 200
    assert "noindex" in response["X-Robots-Tag"]
    assert "Leave this series" not in page(response)
    assert conf().base_url in page(response)
    ArticlePage.objects.filter(pk=frozen.shown.get().article_id).update(live=False)
    assert client.get(where).status_code == 410


def test_the_readers_data_hold_their_way_and_no_one_elses(row, transport, world):
    first_letter(transport)

    told = export_reader(row.subscriber)

    [line] = told["subscriptions"]
    assert line["series"] == NAME
    assert line["ways"][0]["state"] == "active"
    [part] = told["parts"]
    assert (part["series"], part["title"], part["by"]) == (NAME, "What is burnout?", "course")
    json.dumps(told)
    world.parts["what"].delete()
    assert [each["title"] for each in export_reader(row.subscriber)["parts"]] == [""]


def test_an_erased_reader_leaves_no_way_behind_and_the_proof_holds(row, transport):
    first_letter(transport)

    erase_reader(Subscriber.objects.get(email="wilma@example.org"))

    assert not Enrollment.objects.exists()
    assert not PartHandOver.objects.exists()
    delivery = Delivery.objects.get(purpose="part")
    assert (delivery.subscription_id, delivery.enrollment_id) == (None, None)
    assert not list(ConsentEvent.objects.faults())
    tend_courses()


def test_a_reader_of_two_series_reads_on_their_own_page_which_one_comes_when(client, row, world):
    second = Course.objects.create(series=world.pair, newsletter=world.newsletter, opens=time(0), closes=time(0))
    open_course(second)
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    other = enroll(second, email="wilma@example.org", consent=said)

    assert f"This one starts when {NAME} ends." in page(client.get(own_page(row)))
    forwarded = page(client.get(letter_page(other)))
    assert "This one comes when another one ends." in forwarded
    assert NAME not in forwarded


def test_the_form_says_that_several_series_come_one_after_the_other(client, course, world):
    words = "Of several series, you get one after the other."
    assert words not in page(client.get("/join/"))

    open_course(Course.objects.create(series=world.pair, newsletter=world.newsletter))

    assert words in page(client.get("/join/"))


def test_a_reader_begins_a_series_again_from_their_own_page_or_a_letters(client, row, transport):
    where, of = own_page(row), {"of": str(row.public_id)}
    assert "Begin again from the start" not in page(client.get(where))  # nothing has come yet
    delivery = first_letter(transport)

    assert "Begin again from the start" in page(client.get(where))
    assert "It begins again from the start." in page(client.post(where, {"act": "again", **of}))
    assert Enrollment.objects.latest("run").run == 2
    Enrollment.objects.filter(run=2).update(last_part=Enrollment.objects.get(run=1).last_part)
    letters = letter_page(row, delivery=delivery)
    assert "Begin again from the start" in page(client.get(letters))
    assert "It begins again from the start." in page(client.post(letters, {"choice": "again"}))
    assert Enrollment.objects.latest("run").run == 3


def test_who_had_everything_is_offered_what_was_added(client, row, world, transport):
    first_letter(transport)
    world.sequence.status = "complete"
    world.sequence.save()
    Enrollment.objects.update(state="completed")
    where, of = own_page(row), {"of": str(row.public_id)}

    words = page(client.get(where))
    assert "You have had every part of it." in words
    assert "Parts were added since then." in words
    assert "comes to you now, part by part" in page(client.post(where, {"act": "more", **of}))
    assert "Part 2 of 3 comes on" in page(client.get(letter_page(row)))
    Enrollment.objects.update(state="completed")
    assert "comes to you now, part by part" in page(client.post(letter_page(row), {"choice": "more"}))


def test_a_newsletter_is_not_begun_again(client, course, world):
    where = letter_page(world.readers["ada"])

    for choice in ("again", "more"):
        assert "That is not offered here" in page(client.post(where, {"choice": choice}))


def test_the_promise_is_what_the_parts_keep(client, course, world):
    SeriesPart.objects.filter(series=world.sequence).update(send_after_days=5)
    assert "then one part every 5 days." in page(client.get(JOIN))

    SeriesPart.objects.filter(pk=world.parts["back"].pk).update(send_after_days=9)

    assert "then each part in its own time." in page(client.get(JOIN))
