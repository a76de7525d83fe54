"""Behind the walls: what Wagtail would show to everybody who may log in."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.images import get_image_model
from wagtail.log_actions import log

from newsletter.models import ReaderTag
from newsletter.roles import make_roles
from series.models import Topic

pytestmark = pytest.mark.one_database_is_enough

PASSWORD = "a long password for tests"


@pytest.fixture
def as_role(world, client):
    """A function: the test client, logged in as somebody of this group."""
    make_roles()

    def log_in(group):
        person = get_user_model().objects.create_user(f"a {group}", "x@staff.example", PASSWORD)
        person.groups.add(Group.objects.get(name=group))
        client.force_login(person)
        return client

    return log_in


@pytest.fixture
def draft(world):
    return world.add_article("A title nobody knows yet", live=False)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/choose-page/{articles}/",
        "/admin/choose-page/search/?q=nobody",
        "/admin/api/main/pages/{draft}/",
        "/admin/pages/{draft}/move/{articles}/confirm/",
        "/admin/bulk/wagtailcore/page/delete/?id={draft}",
    ],
)
def test_whoever_cares_for_readers_learns_no_title_of_a_draft(as_role, world, draft, address):
    answer = as_role("Reader care").get(address.format(articles=world.articles.pk, draft=draft.pk), follow=True)

    assert draft.title not in answer.content.decode()


@pytest.mark.parametrize("group", ["Author", "Editor", "Publisher"])
def test_readers_tags_are_chosen_by_nobody_who_may_not_see_readers(as_role, group):
    tag = ReaderTag.objects.create(name="Lost a child")
    desk = as_role(group)

    for address in ("", "results/", f"chosen/{tag.pk}/"):
        answer = desk.get(f"/admin/snippets/choose/newsletter/readertag/{address}", follow=True)
        assert tag.name not in answer.content.decode()


def test_a_press_for_many_leaves_what_is_somebody_elses(as_role, world):
    issue = world.add_issue(("greeting", {"body": "<p>Hello.</p>"}), subject="Not yours")
    desk = as_role("Author")

    desk.post(f"/admin/bulk/newsletter/issue/delete/?id={issue.pk}")

    issue.refresh_from_db()


def test_a_script_is_refused_with_403(as_role):
    answer = as_role("Reader care").get("/admin/choose-page/", headers={"x-requested-with": "XMLHttpRequest"})

    assert answer.status_code == 403


def test_a_stranger_is_led_to_the_log_in(world, client):
    assert client.get("/admin/choose-page/").url.startswith("/admin/login/")


def test_a_form_that_lost_its_end_changes_nothing_and_says_so(as_role, world):
    answer = as_role("Editor").post("/admin/newsletters/issues/add/", {"subject": "Half"})

    assert answer.status_code == 400
    assert "nothing was changed" in answer.content.decode()


def test_nobody_traces_a_request(client, db):
    assert client.trace("/").status_code == 405


def test_a_fault_of_ours_stays_a_fault(as_role):
    desk = as_role("Administrator")
    desk.raise_request_exception = False

    assert desk.get("/admin/failwhale/").status_code == 500


def test_an_address_that_an_author_pastes_is_fetched_by_nobody(as_role):
    answer = as_role("Author").post(
        "/admin/embeds/chooser/upload/", {"embed-chooser-url": "https://www.youtube.com/watch?v=5qap5aO4i9A"}
    )

    assert "Cannot find an embed" in answer.content.decode()


def test_pictures_are_shown_to_those_who_may_choose_them(as_role):
    get_image_model().objects.create(title="A quiet lake", file="lake.png", width=1, height=1)

    assert "A quiet lake" not in as_role("Reader care").get("/admin/api/main/images/", follow=True).content.decode()


def test_the_history_of_the_site_names_no_tag_of_a_reader_to_whoever_sends(as_role, world):
    tag = ReaderTag.objects.create(name="Lost a child")
    log(tag, "wagtail.create", user=world.staff["mara"])
    topic = Topic.objects.create(title="Rest", slug="rest")
    log(topic, "wagtail.create", user=world.staff["mara"])

    history = as_role("Publisher").get("/admin/reports/site-history/").content.decode()
    assert "Rest" in history
    assert tag.name not in history
