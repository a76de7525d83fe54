from newsletter.core.issue_state import HoldReason, State
from newsletter.models import Issue, IssueItem
from newsletter.send import start
from tests.factories import due_issue, unasked


def test_an_issue_that_is_leaving_waits_when_its_article_is_unpublished(world):
    article = world.parts["signs"].article
    issue = due_issue(world.newsletter)
    IssueItem.objects.create(compiled=issue.compiled, position=1, article=article, mode="whole")
    start(issue.pk, recheck=unasked)

    article.unpublish()

    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.state, issue.hold_reason) == (State.HELD, HoldReason.ITEM_UNPUBLISHED)
    assert article.title in issue.hold_detail
