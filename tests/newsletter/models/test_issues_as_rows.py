from newsletter.core.issue_state import Event, State
from newsletter.models import Issue, Newsletter
from tests.factories import due_issue


def test_an_editor_that_was_open_too_long_does_not_take_the_time_away(cast):
    row = due_issue(cast.newsletter)
    stale = Issue.objects.get(pk=row.pk)
    Issue.objects.move(row.pk, Event.START)

    stale.subject = "Another subject"
    stale.save()

    row.refresh_from_db()
    assert (row.state, row.subject) == (State.PREPARING, "Another subject")


def test_a_draft_that_changes_its_newsletter_gets_a_number_there(cast):
    other = Newsletter.objects.create(name="Other", slug="other", from_name="O", from_email="o@example.org")
    Issue(newsletter=other, subject="There already").save()
    draft = Issue(newsletter=cast.newsletter, subject="Moving")
    draft.save()

    draft.newsletter = other
    draft.save()

    assert (draft.number, other.issues.count()) == (2, 2)
