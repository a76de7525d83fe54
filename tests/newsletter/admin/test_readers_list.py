"""The list of readers: filters out of fixed choices, pages by key, and what is done for several at once."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from cms.clock import database_now
from newsletter.admin import readers_found
from newsletter.courses.deeds import open_course
from newsletter.models import AccessRecord, Course, ReaderTag, Subscriber, Subscription
from newsletter.subscriptions import Consent, enroll, today_of

LIST, BULK = "newsletter_readers:list", "newsletter_readers:bulk"


def names(page):
    return [reader.email.split("@")[0] for reader in page.context["page"].readers]


@pytest.fixture
def readers(world):
    return {name: row.subscriber for name, row in world.readers.items()}


@pytest.fixture
def circle(readers):
    tag = ReaderTag.objects.named("circle")
    readers["ada"].tags.add(tag)
    return tag


def test_filters_are_joined_by_and(desk, world, circle):
    Subscriber.objects.filter(email__startswith="esra").update(language="ar")
    of = {"newsletter": world.newsletter.pk}

    assert names(desk.get(reverse(LIST), {**of, "state": "paused"})) == ["dina"]
    assert names(desk.get(reverse(LIST), {**of, "tag": circle.pk, "joined": "7"})) == ["ada"]
    assert names(desk.get(reverse(LIST), {"language": "ar"})) == ["esra"]
    assert names(desk.get(reverse(LIST), {"tag": circle.pk, "state": "paused"})) == []


@pytest.fixture
def course(world):
    """A series by mail that Chidi reads."""
    row = Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    open_course(row)
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    enroll(row, email=world.readers["chidi"].subscriber.email, consent=said)
    return row


def test_readers_are_found_by_the_series_they_get(desk, world, course):
    assert names(desk.get(reverse(LIST), {"course": course.pk})) == ["chidi"]
    assert names(desk.get(reverse(LIST), {"course": course.pk, "newsletter": world.newsletter.pk})) == ["chidi"]
    assert names(desk.get(reverse(LIST), {"course": course.pk, "state": "ended"})) == []


def test_letters_of_what_is_not_offered_are_refused(desk, world, readers):
    given = {"deed": "end", "which": "ticked", "reader": [str(readers["ada"].public_id)], "why": "They wrote."}
    page = desk.post(reverse(BULK), given | {"of": "course:77"})

    assert "of" in page.context["bulk"].errors
    assert not Subscription.objects.filter(state="ended").exists()


def test_only_languages_that_readers_have_are_offered_and_by_name(desk, world):
    Subscriber.objects.filter(email__startswith="esra").update(language="ar")
    choices = dict(desk.get(reverse(LIST)).context["filters"].fields["language"].choices)

    assert choices == {"": "Any", "en": "English", "ar": "العربيّة (Arabic)"}


@pytest.mark.parametrize("asked", [{"state": "email"}, {"language": "xx"}, {"joined": "1 day"}, {"newsletter": "0"}])
def test_a_filter_that_is_not_offered_shows_nobody(desk, world, asked):
    page = desk.get(reverse(LIST), asked)

    assert names(page) == []
    assert "not one of its choices" in page.content.decode()


def test_pages_lead_through_all_readers_and_back_once_each(desk, world, monkeypatch):
    monkeypatch.setattr(readers_found, "PER_PAGE", 2)
    first = desk.get(reverse(LIST))
    second = desk.get(reverse(LIST), {"older": first.context["page"].older})
    last = desk.get(reverse(LIST), {"older": second.context["page"].older})

    assert names(first) + names(second) + names(last) == ["esra", "dina", "chidi", "bram", "ada"]
    assert first.context["page"].newer is None
    assert last.context["page"].older is None
    assert names(desk.get(reverse(LIST), {"newer": last.context["page"].newer})) == names(second)


def test_a_place_that_is_gone_begins_the_list_anew(desk, world):
    assert len(names(desk.get(reverse(LIST), {"older": "nobody"}))) == 5


def test_the_number_of_readers_is_counted_up_to_a_limit_and_says_so(desk, world, monkeypatch):
    assert desk.get(reverse(LIST)).context["count"] == "5 readers"
    monkeypatch.setattr(readers_found, "COUNTED_TO", 3)
    assert desk.get(reverse(LIST)).context["count"] == "More than 3 readers"


def test_a_page_costs_as_many_queries_however_many_readers_it_shows(
    desk, world, monkeypatch, django_assert_max_num_queries
):
    with django_assert_max_num_queries(27):
        desk.get(reverse(LIST))


def test_ticked_readers_are_tagged_and_the_filters_stay(desk, readers):
    ticked = [str(readers[name].public_id) for name in ("ada", "esra")]
    answer = desk.post(
        reverse(BULK), {"deed": "tag", "tag": "Circle", "which": "ticked", "reader": ticked, "only": "state=active&x=1"}
    )

    assert answer.url == reverse(LIST) + "?state=active"
    assert Subscriber.objects.filter(tags__name="Circle").count() == 2
    assert AccessRecord.objects.filter(action="changed").count() == 2


def test_all_that_the_filters_find_are_tagged_once_their_number_is_typed(desk, world):
    given = {"deed": "tag", "tag": "here", "which": "all", "only": "state=active"}
    desk.post(reverse(BULK), given | {"number": "2"})
    assert not Subscriber.objects.filter(tags__name="here").exists()

    desk.post(reverse(BULK), given | {"number": "3"})
    assert Subscriber.objects.filter(tags__name="here").count() == 3


def test_letters_end_for_ticked_readers_only_and_with_a_reason(desk, readers):
    ada = str(readers["ada"].public_id)
    desk.post(reverse(BULK), {"deed": "end", "which": "all", "number": "5", "why": "all of them"})
    desk.post(reverse(BULK), {"deed": "end", "which": "ticked", "reader": [ada], "why": ""})
    assert not Subscription.objects.filter(state="ended").exists()

    desk.post(reverse(BULK), {"deed": "end", "which": "ticked", "reader": [ada], "why": "They wrote to us."})
    assert Subscription.objects.get(state="ended").subscriber == readers["ada"]


def test_a_series_may_rest_alone_and_everything_ends_series_too(desk, world, readers):
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    ada = readers["ada"]
    series = Subscription.objects.create(subscriber=ada, course=course, state="active")
    letters = Subscription.objects.get(subscriber=ada, newsletter=world.newsletter)
    given = {"which": "ticked", "reader": [str(ada.public_id)], "why": "They wrote to us."}

    def states():
        return [Subscription.objects.get(pk=row.pk).state for row in (letters, series)]

    until = (today_of(ada) + timedelta(days=7)).isoformat()
    desk.post(reverse(BULK), given | {"deed": "pause", "until": until, "of": f"course:{course.pk}"})
    assert states() == ["active", "paused"]
    desk.post(reverse(BULK), given | {"deed": "end", "of": ""})
    assert states() == ["ended", "ended"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"deed": "pause"}, "until"),
        ({"deed": "pause", "until": "2020-01-01"}, "until"),
        ({"deed": "untag", "tag": "unheard of"}, "tag"),
        ({"deed": "tag", "tag": " "}, "tag"),
        ({"deed": "tag", "tag": "x" * 61}, "tag"),
        ({"deed": "end", "tag": "kept"}, "why"),
        ({"deed": "end", "why": "They wrote.", "reader": []}, "which"),
        ({"deed": "end", "why": "They wrote.", "which": "all", "number": "5"}, "which"),
        ({"deed": "tag", "tag": "circle", "which": "all", "number": "4"}, "number"),
        ({"deed": "erase"}, "deed"),
        ({"deed": "end", "why": "They wrote.", "of": "course:0"}, "of"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_why_beside_its_field(desk, readers, given, field):
    ada = str(readers["ada"].public_id)
    answer = desk.post(reverse(BULK), {"which": "ticked", "reader": [ada, "junk"]} | given)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert list(answer.context["bulk"].errors) == [field]
    [error] = answer.context["bulk"].errors[field]
    assert error in html.unescape(answer.content.decode())
    assert not AccessRecord.objects.exists()


def test_what_was_ticked_and_typed_stays_when_it_is_refused_and_so_does_the_page(desk, readers, monkeypatch):
    monkeypatch.setattr(readers_found, "PER_PAGE", 2)
    first = desk.get(reverse(LIST), {"state": "active"})
    second = desk.get(reverse(LIST), {"state": "active", "older": first.context["page"].older})
    here = second.context["here"]
    [ada] = second.context["page"].readers
    answer = desk.post(
        reverse(BULK),
        {"deed": "end", "which": "ticked", "reader": [str(ada.public_id)], "tag": "walks", "why": "", "only": here},
    )

    assert names(answer) == names(second) == ["ada"]
    words = answer.content.decode()
    assert f'value="{ada.public_id}" checked' in words
    assert 'value="walks"' in words
    assert '<option value="end" selected>' in words
    assert f'name="only" value="{html.escape(here)}"' in words
    assert f"?state=active&amp;newer={ada.public_id}" in words
    mended = {"deed": "tag", "which": "ticked", "reader": [str(ada.public_id)], "tag": "walks", "only": here}
    assert desk.post(reverse(BULK), mended).url == f"{reverse(LIST)}?{here}"


def test_who_may_only_tag_cannot_end_letters(client, person, readers):
    client.force_login(person("view_subscriber", "change_subscriber"))
    client.post(
        reverse(BULK), {"deed": "end", "which": "ticked", "reader": [str(readers["ada"].public_id)], "why": "so"}
    )

    assert not Subscription.objects.filter(state="ended").exists()
