"""The desk says in words which links were followed: no rate, no reader, no small number for who sees no readers."""

from dataclasses import replace

import pytest
from django.urls import reverse

from cms.core.links import Link
from newsletter.core.clicks import Around, counted, key_of
from newsletter.models import CompiledIssue, CountedLink, Issue, Newsletter
from tests.factories import LETTER, due_issue


@pytest.fixture
def issue(world):
    """An issue that has begun, with two counted links."""
    Newsletter.objects.update(counts_clicks=True)
    issue = due_issue(world.newsletter)
    links = (
        Link(1, "https://walks.example/", "A slow walk", "web", "b"),
        Link(2, "https://s.example/", "<b>Sleep</b>", "web", "b"),
    )
    letter = replace(LETTER, html='<body><a href="https://walks.example/">x</a></body>', links=links)
    frozen = CompiledIssue.objects.freeze(
        counted(letter, around=Around(base_url="https://x.example")), kind="issue", issue=issue
    )
    for number, facts in ((0, {"machine": 3}), (1, {"human": 2, "unknown": 1, "machine": 40}), (2, {"human": 12})):
        CountedLink.objects.create(compiled=frozen, key=key_of(letter), number=number, **facts)
    Issue.objects.filter(pk=issue.pk).update(compiled=frozen)
    return issue


def words_of(client, issue):
    page = client.get(reverse("newsletter_issues:clicks", args=[issue.pk])).content.decode()
    return " ".join(page.split())


def test_each_link_says_how_often_it_was_followed_and_by_what(desk, issue):
    words = words_of(desk, issue)

    assert "Followed 12 times by people." in words
    assert "Followed 2 times by people; 1 more time by somebody we cannot tell." in words
    assert "By programs 40 times." in words
    assert "which 3 of them followed" in words
    assert words.index("Followed 12") < words.index("Followed 2 ")
    assert "&lt;b&gt;Sleep" in words
    assert "%" not in words.partition("Each link has one address")[2].partition("</ul>")[0]


def test_who_may_not_see_readers_sees_no_small_number(client, person, issue):
    client.force_login(person("view_issue", "change_issue"))
    words = words_of(client, issue)

    assert "Followed fewer than 5 times by people" in words
    assert "Followed about 10 times by people." in words
    assert "Followed 2 " not in words


def test_the_progress_page_leads_there_only_where_links_are_counted(desk, issue, world):
    def leads(one):
        page = desk.get(reverse("newsletter_issues:progress", args=[one.pk])).content.decode()
        return reverse("newsletter_issues:clicks", args=[one.pk]) in page

    assert leads(issue)
    assert not leads(due_issue(world.newsletter))


def test_a_letter_without_counted_links_says_why(desk, world):
    plain = due_issue(world.newsletter)
    assert "counts no clicks" in words_of(desk, plain)

    Newsletter.objects.update(counts_clicks=True)
    assert "No link of this letter is counted" in words_of(desk, plain)


def test_a_newsletter_that_stopped_counting_says_so(desk, issue):
    Newsletter.objects.update(counts_clicks=False)

    assert "does not count any more" in words_of(desk, issue)
