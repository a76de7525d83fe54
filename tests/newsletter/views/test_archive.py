from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletter.conf import token_keys
from newsletter.core.issue_state import State
from newsletter.core.tokens import unsubscribe_token, view_token
from newsletter.models import Issue, Newsletter
from newsletter.prepare import freeze

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def issue(world):
    """A letter that has gone out."""
    draft = world.add_issue(
        ("greeting", {"body": "<p>Hello [[first_name|friend]].</p>"}),
        ("part", {"part": str(world.parts["signs"].uuid), "mode": "whole"}),
    )
    freeze(draft.pk, local_date=date(2026, 6, 4), local_time=time(7), zone="Europe/Lisbon", by=None, now=NOW)
    Issue.objects.filter(pk=draft.pk).update(state=State.HANDED_OVER, number=1)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def view(issue):
    return f"/letters/{view_token(token_keys(), frozen=issue.compiled.public_id.bytes)}/"


def test_the_archive_lists_what_has_gone_out_and_nothing_else(client, world, issue):
    world.add_issue(subject="A secret draft")
    page = client.get("/newsletters/slow-letters/").content.decode()

    assert issue.subject in page
    assert "A secret draft" not in page


@pytest.mark.parametrize("address", ["/newsletters/slow-letters/", "/newsletters/slow-letters/1/"])
def test_an_archive_that_is_not_public_is_not_there(client, world, issue, address):
    world.newsletter.archive_is_public = False
    world.newsletter.save()

    assert client.get(address).status_code == 404


def test_a_draft_has_no_page(client, world, issue):
    world.add_issue(subject="A secret draft")

    assert client.get("/newsletters/slow-letters/2/").status_code == 404
    assert client.get("/newsletters/slow-letters/2/letter/").status_code == 404


def test_a_letter_stands_in_the_sites_frame(client, issue):
    page = client.get("/newsletters/slow-letters/1/")

    assert 'src="/newsletters/slow-letters/1/letter/"' in page.content.decode()
    assert page.context["previous"] is None


def test_the_frozen_bytes_are_shown_as_nobody_in_particular_sees_them(client, issue):
    answer = client.get("/newsletters/slow-letters/1/letter/")
    html = answer.content.decode()

    assert "Hello friend." in html
    assert "[[" not in html
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_web_view_is_for_those_who_got_the_letter(client, issue, view):
    answer = client.get(view)

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"


def test_a_letter_to_some_of_the_readers_is_theirs_alone(client, world, issue, view):
    issue_page = f"/newsletters/slow-letters/{issue.number}/"
    assert client.get(issue_page).status_code == 200
    Issue.objects.filter(pk=issue.pk).update(audience={"version": 1, "include": None})

    assert client.get(issue_page).status_code == 404
    assert issue.title not in client.get("/newsletters/slow-letters/").content.decode()
    assert client.get("/api/v2/issues/").json()["items"] == []
    assert client.get(view).status_code == 200


@pytest.mark.parametrize("audience", [None, {"version": 1, "include": None}])
@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("state", [State.HANDED_OVER, State.HANDING_OVER])
def test_a_letter_says_of_itself_what_the_archive_says_of_it(world, issue, state, public, audience):
    Newsletter.objects.update(archive_is_public=public)
    Issue.objects.filter(pk=issue.pk).update(state=state, audience=audience)

    assert Issue.objects.get(pk=issue.pk).is_in_archive == Issue.objects.in_archive().filter(pk=issue.pk).exists()


def test_the_archive_tells_nobody_why_they_get_a_letter_or_how_to_leave_but_how_to_get_the_next(client, world, issue):
    html = client.get("/newsletters/slow-letters/1/letter/").content.decode()

    assert 'href="http://testserver/newsletters/slow-letters/join/"' in html
    assert "Get Slow Letters by mail" in html
    assert "1 Quiet Lane" in html
    for personal in ("You get this because", "Unsubscribe", "Pause", "Read it on the web"):
        assert personal not in html


def test_a_newsletter_that_takes_no_readers_offers_no_sign_up_in_its_letters(client, world, issue):
    world.newsletter.takes_readers = False
    world.newsletter.save()
    html = client.get("/newsletters/slow-letters/1/letter/").content.decode()

    assert "/join/" not in html
    assert "Unsubscribe" not in html


def test_whoever_reads_their_letter_on_the_web_is_told_where_its_ways_out_are(client, issue, view):
    html = client.get(view).content.decode()

    assert "To pause or leave, take the links at its foot in your mailbox." in html
    assert "confirmed it" not in html


def test_the_plain_half_of_an_open_letter_has_the_same_foot(client, issue):
    text = client.get(f"/api/v2/issues/{issue.pk}/").json()["text"]

    assert "Get Slow Letters by mail: http://testserver/newsletters/slow-letters/join/" in text
    assert "1 Quiet Lane" in text
    for personal in ("You get this because", "confirmed", "Unsubscribe", "Pause", "[["):
        assert personal not in text


@pytest.fixture
def named(world, issue):
    """Two letters whose subjects hold a reader's name."""
    subjects = ("Three walks, [[first_name|friend]]", "A rest, [[first_name]]")
    drafts = [
        world.add_issue(
            ("greeting", {"body": "<p>Hello.</p>"}),
            subject=subject,
            preview_text="News of [[newsletter]], [[first_name]]",
        )
        for subject in subjects
    ]
    for number, draft in enumerate(drafts, start=2):
        Issue.objects.filter(pk=draft.pk).update(
            state=State.HANDED_OVER, number=number, compiled=issue.compiled, send_at=issue.send_at
        )
    return [Issue.objects.get(pk=draft.pk) for draft in drafts]


@pytest.mark.parametrize(
    "address",
    [
        "/newsletters/slow-letters/",
        "/newsletters/slow-letters/1/",
        "/newsletters/slow-letters/2/",
        "/newsletters/slow-letters/3/",
        "/newsletters/slow-letters/feed/",
        "/api/v2/issues/",
        "/api/v2/issues/?fields=*",
    ],
)
def test_no_public_page_shows_a_merge_field(client, named, address):
    page = client.get(address).content.decode()

    assert "[[" not in page
    assert "Three walks, friend" in page or "A rest" in page


def test_a_subject_without_a_fallback_is_told_without_its_name(client, named):
    rows = client.get("/api/v2/issues/?order=number").json()["items"]

    assert [row["subject"] for row in rows][1:] == ["Three walks, friend", "A rest"]
    assert rows[1]["preview_text"] == "News of Slow Letters"


def test_a_letters_page_names_its_own_address(client, issue):
    page = client.get("/newsletters/slow-letters/1/?utm=x").content.decode()

    assert '<link rel="canonical" href="http://testserver/newsletters/slow-letters/1/">' in page
    assert '<meta property="og:url" content="http://testserver/newsletters/slow-letters/1/">' in page


@pytest.mark.parametrize("token", ["x", "A" * 25, "%00", "é", "A" * 5_000])
def test_an_odd_token_finds_nothing(client, issue, token):
    assert client.get(f"/letters/{token}/").status_code == 404


def test_a_token_for_another_door_does_not_open_this_one(client, issue):
    token = unsubscribe_token(token_keys(), subscription=issue.compiled.public_id.bytes)

    assert client.get(f"/letters/{token}/").status_code == 404


@pytest.mark.parametrize("which", ["page", "bytes", "view"])
def test_a_letter_whose_text_was_taken_back_is_gone_and_names_the_series(client, world, issue, view, which):
    world.parts["signs"].article.unpublish()
    address = {"page": "/newsletters/slow-letters/1/", "bytes": "/newsletters/slow-letters/1/letter/", "view": view}
    answer = client.get(address[which])

    assert answer.status_code == 410
    assert "After the Long Year" in answer.content.decode()
    assert "Signs" not in answer.content.decode()


def test_letters_are_read_and_never_posted_to(client, issue, view):
    assert client.post(view).status_code == 405
    assert client.post("/newsletters/slow-letters/1/").status_code == 405


def test_the_api_gives_what_has_gone_out_and_nobodys_address(client, world, issue):
    world.add_issue(subject="A secret draft")
    found = client.get("/api/v2/issues/").json()
    letter = client.get(f"/api/v2/issues/{issue.pk}/").json()

    assert [row["subject"] for row in found["items"]] == [issue.subject]
    assert letter["url"] == "http://testserver/newsletters/slow-letters/1/"
    assert "Hello friend." in letter["html"]
    assert "example.org" not in client.get("/api/v2/newsletters/").content.decode()


def test_the_api_knows_no_private_archive_and_no_letter_that_was_taken_back(client, world, issue):
    world.parts["signs"].article.unpublish()
    taken_back = client.get("/api/v2/issues/").json()
    world.newsletter.archive_is_public = False
    world.newsletter.save()

    assert taken_back["items"] == []
    assert client.get("/api/v2/newsletters/").json()["items"] == []
    assert client.get(f"/api/v2/issues/{issue.pk}/").status_code == 404


def test_a_long_archive_asks_the_database_no_more_often_than_a_short_one(
    client, world, issue, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as short:
        client.get("/newsletters/slow-letters/")
    for number in range(5):
        Issue.objects.filter(pk=world.add_issue(subject=f"Letter {number}").pk).update(
            state=State.HANDED_OVER, number=number + 2, compiled=issue.compiled, send_at=issue.send_at
        )

    with django_assert_max_num_queries(len(short)):
        client.get("/newsletters/slow-letters/")


@pytest.mark.parametrize(("question", "found"), [("slow-letters", 1), ("other-letters", 0), ("other-letters,1", 1)])
def test_letters_are_asked_for_by_the_slug_of_their_newsletter(client, world, issue, question, found):
    question = question.replace("1", str(world.newsletter.pk))

    assert client.get(f"/api/v2/issues/?newsletter={question}").json()["meta"]["total_count"] == found


def test_the_newsletters_of_a_site_have_a_list(client, world):
    page = client.get("/newsletters/").content.decode()

    assert 'href="/newsletters/slow-letters/"' in page


def test_a_private_newsletter_is_not_listed(client, world):
    world.newsletter.archive_is_public = False
    world.newsletter.save()

    assert "Slow Letters" not in client.get("/newsletters/").content.decode()
