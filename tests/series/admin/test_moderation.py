import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.models import SiteIdentity, SupportLine


@pytest.fixture
def review(world, client):
    """An article on a hard subject that waits for a review; its support line is there when it is handed in."""
    client.force_login(world.staff["jonah"])
    SiteIdentity.for_site(world.articles.get_site())
    SiteIdentity.objects.update(countries="GB")
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123")
    page = world.add_article("Hard", live=False, content_notes=["abuse"])
    workflow, task = Workflow.objects.create(name="Review"), GroupApprovalTask.objects.create(name="Read it")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(page, world.staff["mara"])
    return page


def approve(page, client):
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, follow=True)


def test_approving_publishes_what_is_whole(review, client):
    approve(review, client)

    review.refresh_from_db()
    assert review.live is True


def test_approving_what_lost_its_support_lines_says_so_and_leaves_the_review_open(review, client):
    SupportLine.objects.all().delete()

    answer = approve(review, client)

    review.refresh_from_db()
    assert "There is no support line for GB." in answer.content.decode()
    assert (review.live, review.current_workflow_state.status) == (False, "in_progress")
