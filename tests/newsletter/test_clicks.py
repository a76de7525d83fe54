"""Clicks are counted only where a newsletter says so, only as sums, and nobody is watched on the way to help."""

import re
from datetime import time, timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from cms.clock import database_now
from cms.models import SupportLine
from newsletter.core.preflight.markup import read
from newsletter.models import CompiledIssue, CountedLink, Newsletter
from newsletter.prepare import freeze, freeze_test
from newsletter.send import deliver, start
from newsletter.transports.memory import MemoryTransport
from tests.factories import unasked

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PERSON = {"User-Agent": FIREFOX, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
WALK, SLEEP = "https://walks.example/slow?a=1&b=2", "https://sleep.example/"
HELP = "https://www.samaritans.org/"
BODY = (
    f'<p>Hello. <a href="{WALK.replace("&", "&amp;")}">A slow walk</a>, <a href="{SLEEP}">Sleep</a>, '
    f'<a href="{SLEEP}">sleep again</a>, <a href="mailto:mara@example.org">Mara</a>, <a href="{HELP}">Somebody to '
    f'talk to</a>, <a href="https://plain.example/">plain.example</a>.</p>'
)
OWN = {WALK, SLEEP, HELP, "mailto:mara@example.org", "https://plain.example/"}


@pytest.fixture
def scheduled(world):
    """A function: an issue with links, frozen while the newsletter counts clicks or not, and due now."""
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123", url=HELP)

    def make(*, counts):
        Newsletter.objects.filter(pk=world.newsletter.pk).update(counts_clicks=counts)
        world.newsletter.refresh_from_db()
        issue = world.add_issue(("greeting", {"body": BODY}))
        day = database_now() + timedelta(days=2)
        freeze(issue.pk, local_date=day.date(), local_time=time(7), zone="Europe/Lisbon", by=None, now=database_now())
        type(issue).objects.filter(pk=issue.pk).update(send_at=database_now() - timedelta(minutes=1))
        return type(issue).objects.get(pk=issue.pk)

    return make


def halves(issue):
    """HTML and text of the messages that leave."""
    start(issue.pk, recheck=unasked)
    transport = MemoryTransport()
    deliver(transport=transport, run="a", limit=10)
    parsed = [message_from_bytes(message.data, policy=policy.default) for message in transport.kept]
    assert len(parsed) == 2
    return [[mail.get_body([kind]).get_content() for kind in ("html", "plain")] for mail in parsed]


def hrefs(html):
    return [anchor.href for anchor in read(html).anchors]


def authors_links(html):
    return {href for href in hrefs(html) if not re.search(r"://[^/]+/(?:u|p|letters)/", href)}


def test_by_default_every_link_is_the_authors_own_and_nothing_is_said_of_clicks(scheduled):
    for html, text in halves(scheduled(counts=False)):
        assert authors_links(html) == OWN
        assert "/r/" not in html + text
        assert "We count" not in html + text
    assert not CountedLink.objects.exists()


def test_a_newsletter_that_counts_says_so_in_both_halves_and_leads_web_links_through_the_site(scheduled):
    issue = scheduled(counts=True)
    key = issue.compiled.counted_links.first().key
    (html, text), (other_html, _) = halves(issue)

    said = "We count how often each link in this letter is followed, never by whom."
    assert said in " ".join(read(html).words.split())
    assert said in " ".join(text.split())
    walk, sleep, again, mara, help_, plain, *frame = hrefs(html)
    door = f"/r/{key}-"
    assert all(door in href for href in (walk, sleep))
    assert sleep == again != walk
    assert (mara, help_, plain) == ("mailto:mara@example.org", HELP, "https://plain.example/")
    assert not any(door in href for href in frame[:-1])
    assert frame[-1].endswith(f"{door}0")
    assert {walk, sleep} < set(hrefs(other_html)), "the same addresses for every reader"
    assert {WALK, SLEEP} < set(re.findall(r"https?://\S+", text))
    assert "/r/" not in text


def test_what_was_frozen_is_what_leaves_and_the_hash_covers_where_links_lead(scheduled):
    frozen = scheduled(counts=True).compiled

    assert frozen.is_unaltered
    assert f"/r/{frozen.counted_links.first().key}-" in frozen.html
    letter = frozen.letter
    frozen.link_table[0]["target"] = "https://elsewhere.example/"
    assert not frozen.is_unaltered
    assert letter.links


def test_a_test_letter_counts_nobody(world, scheduled):
    issue = scheduled(counts=True)
    CountedLink.objects.all().delete()
    frozen = freeze_test(issue.pk, by=None, now=database_now())

    assert frozen.kind == CompiledIssue.Kind.TEST
    assert "/r/" not in frozen.html
    assert not CountedLink.objects.exists()


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_it_is_said_in_the_language_of_the_letter(world, scheduled, language):
    Newsletter.objects.update(language=language)
    html, text = halves(scheduled(counts=True))[0]
    said = {
        "de": "Wir zählen, wie oft jemand den Links in diesem Brief folgt, aber nie, wer es war.",
        "es": "Contamos cuántas veces se sigue cada enlace de esta carta, nunca quién lo sigue.",
        "fr": "Nous comptons combien de fois chaque lien de cette lettre est suivi, jamais par qui.",
    }[language]

    assert said in " ".join(read(html).words.split())
    assert said in " ".join(text.split())
    assert "Unsubscribe" not in html


@pytest.fixture
def follow(client, scheduled):
    """A function: follow the link with this number; `counts` is the row afterwards."""
    issue = scheduled(counts=True)
    key = issue.compiled.counted_links.first().key

    def go(number=1, *, method="get", headers=PERSON):
        return getattr(client, method)(f"/r/{key}-{number}", headers=headers)

    go.issue, go.key = issue, key
    return go


def sums(follow, number=1):
    row = CountedLink.objects.get(key=follow.key, number=number)
    return row.human, row.unknown, row.machine


def test_a_person_is_led_there_counted_once_and_leaves_no_trace(follow):
    answer = follow()

    assert (answer.status_code, answer["Location"]) == (302, WALK)
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert answer.cookies == {}
    assert sums(follow) == (1, 0, 0)


def test_programs_and_those_whom_nobody_can_tell_are_counted_apart(follow):
    follow(method="head")
    follow(headers={"User-Agent": "curl/8"})
    follow(headers={"User-Agent": FIREFOX})
    assert sums(follow) == (0, 1, 2)

    assert follow(0)["Location"].endswith("/")
    assert sums(follow, 0) == (0, 0, 1)


def test_whose_browser_asks_for_it_is_led_there_and_not_counted(follow):
    assert follow(headers=PERSON | {"Sec-GPC": "1"})["Location"] == WALK
    assert sums(follow) == (0, 0, 0)


def test_a_newsletter_that_stopped_counting_still_leads_its_readers(follow):
    Newsletter.objects.update(counts_clicks=False)

    assert follow()["Location"] == WALK
    assert sums(follow) == (0, 0, 0)


@pytest.mark.parametrize(
    "name", ["{key}-99", "{key}-4", "{key}-01x", "{key}", "aaaaaaaaaaaaaaaa-1", "{key}-1?url=https://evil.example/"]
)
def test_only_stored_links_lead_anywhere(client, follow, name):
    answer = client.get(f"/r/{name.format(key=follow.key)}")

    assert answer.status_code == (302 if "?" in name else 404)
    assert "evil" not in answer.get("Location", "")


def test_the_site_the_web_view_the_api_and_the_desk_show_links_that_count_nobody(client, world, follow):
    deliver_url = follow.issue.compiled
    start(follow.issue.pk, recheck=unasked)
    deliver(transport=MemoryTransport(), run="a", limit=10)
    type(follow.issue).objects.filter(pk=follow.issue.pk).update(state="handed_over")
    issue = type(follow.issue).objects.get(pk=follow.issue.pk)
    client.force_login(world.staff["mara"])
    pages = [
        issue.html,
        client.get(f"{issue.get_absolute_url()}letter/").content.decode(),
        client.get(f"/api/v2/issues/{issue.pk}/").json()["html"],
        client.get(reverse("newsletter_issues:frozen", args=[issue.pk])).content.decode(),
    ]
    for page in pages:
        assert WALK.replace("&", "&amp;") in page
        assert follow.key not in page
    assert "We count" not in issue.html + issue.text
    assert deliver_url.is_unaltered
