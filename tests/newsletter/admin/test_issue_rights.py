"""An author writes issues of their own; what somebody else writes is not theirs to see or to change."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from newsletter.admin.issue_rights import POLICY
from newsletter.models import Issue

HELLO = ("greeting", {"body": "<p>Hello.</p>"})


@pytest.fixture
def author(person):
    return person("add_issue", "view_newsletter")


@pytest.fixture
def own(world, author):
    return world.add_issue(HELLO, subject="Mine", owner=author)


@pytest.fixture
def others(world):
    return world.add_issue(HELLO, subject="Somebody's", owner=world.staff["mara"])


def test_the_list_shows_an_author_their_own(client, author, own, others):
    client.force_login(author)
    page = client.get(reverse("newsletter_issues:list")).content.decode()

    assert own.subject in page
    assert others.subject not in page


@pytest.mark.parametrize(
    "name", ["edit", "delete", "usage", "history", "preflight", "sample_letter", "preview_on_edit"]
)
def test_an_author_opens_their_own_and_nobody_elses(client, author, own, others, name):
    client.force_login(author)

    assert client.get(reverse(f"newsletter_issues:{name}", args=[own.pk])).status_code == 200
    assert client.get(reverse(f"newsletter_issues:{name}", args=[others.pk])).url == reverse("wagtailadmin_home")


def test_whoever_writes_it_first_is_its_owner(client, author, world):
    client.force_login(author)
    client.post(
        reverse("newsletter_issues:add"),
        {"newsletter": world.newsletter.pk, "subject": "New", "preview_text": "", "items-count": "0"},
    )

    assert Issue.objects.get(subject="New").owner == author


def test_an_issue_without_an_owner_is_nobodys_own(world, author):
    issue = world.add_issue(HELLO)

    assert not POLICY.user_has_permission_for_instance(author, "change", issue)


def test_who_may_change_issues_changes_every_one(world, own, others, person):
    mara = world.staff["mara"]

    assert set(POLICY.instances_user_has_any_permission_for(mara, {"change"})) == {own, others}
    assert POLICY.user_has_any_permission_for_instance(mara, {"change"}, own)


def test_whoever_may_write_no_longer_sees_not_even_their_own(own, author):
    author.user_permissions.clear()
    former = get_user_model().objects.get(pk=author.pk)

    assert not POLICY.instances_user_has_any_permission_for(former, {"view"}).exists()
    assert not POLICY.user_has_permission_for_instance(former, "change", own)
