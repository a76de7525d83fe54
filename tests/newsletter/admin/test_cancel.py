import pytest
from django.urls import reverse

from newsletter.core.issue_state import State
from newsletter.models import Issue
from newsletter.send import deliver, start
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, unasked


@pytest.fixture
def leaving(world):
    """Ada and Esra wait for their letters; Ada's has left."""
    row = due_issue(world.newsletter)
    start(row.pk, recheck=unasked)
    deliver(transport=MemoryTransport(), run="a", limit=1)
    row.refresh_from_db()
    return row


def url(name, issue):
    return reverse(f"newsletter_issues:{name}", args=[issue.pk])


def test_the_button_of_the_progress_page_leads_to_a_question_and_cancels_nothing(desk, leaving):
    page = desk.get(url("progress", leaving)).content.decode()
    pressed = desk.post(url("verb", leaving), {"verb": "cancel"})

    leaving.refresh_from_db()
    assert f'href="{url("cancel", leaving)}"' in page
    assert 'value="cancel"' not in page
    assert pressed.url == url("cancel", leaving)
    assert leaving.state == State.HANDING_OVER


def test_the_question_says_what_has_left_what_never_will_and_that_it_is_final(desk, leaving):
    page = desk.get(url("cancel", leaving)).content.decode()

    leaving.refresh_from_db()
    assert "1 of 2 letters were handed over." in page
    assert "1 reader never gets it." in page
    assert "This cannot be undone" in page
    assert "Pause it instead" in page
    assert leaving.state == State.HANDING_OVER


def test_the_second_press_cancels_and_the_bar_tells_the_truth(desk, leaving):
    said = desk.post(url("cancel", leaving), follow=True).content.decode()

    leaving.refresh_from_db()
    assert leaving.state == State.CANCELLED
    assert "Cancelled. 1 had already been handed over; the rest stays here." in said
    assert "1 of 2 letters were handed over; 1 was cancelled and never leaves" in said
    assert "2 of 2 letters settled" not in said
    assert url("copy", leaving) in said


def test_what_is_over_cannot_be_cancelled_and_says_so(desk, leaving):
    Issue.objects.filter(pk=leaving.pk).update(state=State.HANDED_OVER, number=1)

    for said in (desk.get(url("cancel", leaving), follow=True), desk.post(url("cancel", leaving), follow=True)):
        assert said.redirect_chain[-1][0] == url("progress", leaving)
        assert "cancel" in said.content.decode()
    leaving.refresh_from_db()
    assert leaving.state == State.HANDED_OVER


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_only_write_cannot_cancel(client, person, leaving, method):
    client.force_login(person("change_issue"))
    getattr(client, method)(url("cancel", leaving))

    leaving.refresh_from_db()
    assert leaving.state == State.HANDING_OVER
