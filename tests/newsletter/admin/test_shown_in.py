import pytest
from wagtail.models import PageViewRestriction

from newsletter.core.issue_state import HoldReason, State
from newsletter.models import Issue, IssueItem
from newsletter.pipeline.recheck import recheck_issue
from newsletter.send import start
from tests.factories import due_issue


@pytest.fixture
def waiting(world, client):
    """A scheduled issue that shows Signs."""
    client.force_login(world.staff["mara"])
    issue = due_issue(world.newsletter)
    IssueItem.objects.create(compiled=issue.compiled, position=1, article=world.parts["signs"].article, mode="whole")
    return issue


def words_of(waiting):
    return (
        f"“Signs” stands in “{waiting}”, scheduled for {waiting.wall_time}. Without the page the letter will be held."
    )


def test_who_is_asked_before_a_page_is_deleted_reads_the_letter_and_its_moment(waiting, world, client):
    answer = client.get(f"/admin/pages/{world.parts['signs'].article_id}/delete/")

    assert [str(message).strip() for message in answer.context["messages"]] == [words_of(waiting)]


def test_who_unpublishes_a_page_is_told_the_letter_and_its_moment(waiting, world, client):
    answer = client.post(f"/admin/pages/{world.parts['signs'].article_id}/unpublish/", follow=True)

    assert words_of(waiting) in [str(message).strip() for message in answer.context["messages"]]


def test_who_is_asked_before_a_page_is_unpublished_reads_the_letter_before_the_press(waiting, world, client):
    asked = client.get(f"/admin/pages/{world.parts['signs'].article_id}/unpublish/").content.decode()
    other = client.get(f"/admin/pages/{world.parts['what'].article_id}/unpublish/").content.decode()

    assert words_of(waiting) in asked
    assert "Are you sure you want to unpublish this page?" in asked
    assert "the letter will be held" not in other


def test_a_page_above_the_article_names_the_letter_too(waiting, world, client):
    answer = client.get(f"/admin/pages/{world.articles.pk}/delete/")

    assert f"What stands below “Articles” stands in “{waiting}”" in str(next(iter(answer.context["messages"])))


def test_another_article_and_a_draft_say_nothing(waiting, world, client):
    other = client.get(f"/admin/pages/{world.parts['what'].article_id}/delete/")
    Issue.objects.filter(pk=waiting.pk).update(state=State.DRAFT)
    drafted = client.get(f"/admin/pages/{world.parts['signs'].article_id}/delete/")

    assert not list(other.context["messages"])
    assert not list(drafted.context["messages"])


@pytest.mark.parametrize("verb", ["delete", "unpublish"])
def test_many_at_once_name_their_letters_as_well(waiting, world, client, verb):
    ids = f"id={world.parts['signs'].article_id}&id={world.parts['what'].article_id}"
    answer = client.post(f"/admin/bulk/wagtailcore/page/{verb}/?{ids}&next=/admin/", follow=True)

    assert any("“Signs” stands in" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("verb", ["delete", "unpublish"])
def test_the_question_about_many_names_their_letters_before_the_press(waiting, world, client, verb):
    ids = f"id={world.parts['signs'].article_id}&id={world.parts['what'].article_id}"
    asked = client.get(f"/admin/bulk/wagtailcore/page/{verb}/?{ids}&next=/admin/").content.decode()

    assert asked.count("the letter will be held") == 1
    assert words_of(waiting) in asked


def test_the_letter_of_a_deleted_page_is_held_as_was_said(waiting, world, client):
    client.post(f"/admin/pages/{world.parts['signs'].article_id}/delete/")
    start(waiting.pk, recheck=recheck_issue)

    issue = Issue.objects.get(pk=waiting.pk)
    assert (issue.state, issue.hold_reason) == (State.HELD, HoldReason.ITEM_NOT_LIVE)


def test_the_editor_of_a_private_page_names_the_letter(waiting, world, client):
    page = world.parts["signs"].article
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    answer = client.get(f"/admin/pages/{page.pk}/edit/")

    words = f"“Signs” is private, and stands in “{waiting}”, scheduled for {waiting.wall_time}."
    assert words in str(next(iter(answer.context["messages"])))


def test_the_editor_of_a_public_page_says_nothing_of_letters(waiting, world, client):
    answer = client.get(f"/admin/pages/{world.parts['signs'].article_id}/edit/")

    assert not list(answer.context["messages"])
