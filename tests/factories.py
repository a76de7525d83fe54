"""Only what the cast does not have: frozen letters, and issues whose time has come."""

from datetime import timedelta
from uuid import uuid4

from cms.clock import database_now
from newsletter.core.content import CompiledLetter, Message
from newsletter.core.issue_state import State as IssueState
from newsletter.models import CompiledIssue, Delivery, Issue, Newsletter, Segment

ADDRESS = "Small Hours, 1 Quiet Lane, 1100-001 Lisbon"  # the cast's
LETTER = CompiledLetter(
    subject="After the Long Year: Signs",
    preview_text="Nine quiet things.",
    html='<p>Dear [[first_name|friend]],</p>\n.\n<p><a href="[[unsubscribe_url]]">Unsubscribe</a></p>\n'
    f"<p>{ADDRESS}</p>\n",
    text=f"Dear [[first_name|friend]],\n.\nUnsubscribe: [[unsubscribe_url]]\n{ADDRESS}\n",
    boundary="=_0123456789abcdef0123456789abcdef",
)


def unasked(_issue_id: int) -> None:
    """For tests about what happens after the last look: nothing stands against any issue."""


def frozen_letter(issue: Issue, *, kind: str = CompiledIssue.Kind.ISSUE) -> CompiledIssue:
    return CompiledIssue.objects.freeze(LETTER, kind=kind, issue=issue)


def altered_copy(row: CompiledIssue) -> CompiledIssue:
    """A frozen row with another word in it, as somebody with access to the database could write one."""
    row.pk, row.public_id, row.html = None, uuid4(), f"{row.html}<p>Poor you</p>"
    row.save(force_insert=True)
    return row


def due_issue(newsletter: Newsletter, *, late: timedelta = timedelta(minutes=1)) -> Issue:
    """Scheduled, frozen, and its moment was a minute ago."""
    issue = Issue(newsletter=newsletter, subject=LETTER.subject, zone="Europe/Lisbon")
    issue.save()
    frozen = frozen_letter(issue)
    moment = database_now() - late
    Issue.objects.filter(pk=issue.pk).update(state=IssueState.SCHEDULED, send_at=moment, compiled=frozen)
    return Issue.objects.get(pk=issue.pk)


def segment(newsletter: Newsletter, *, name: str = "Near Lisbon", **rule) -> Segment:
    """A saved rule; `rule` holds include and exclude as JSON."""
    return Segment.objects.create(newsletter=newsletter, name=name, rule={"version": 1, **rule})


def message(name: str = "ada", *, data: bytes = b"") -> Message:
    """A finished message that belongs to no delivery, for tests of transports."""
    text = f"From: letters@example.org\r\nTo: {name}@example.org\r\nMessage-ID: <{name}0@example.org>\r\n\r\nHello.\r\n"
    return Message(
        delivery_id=name,
        envelope_from="b+token@bounce.example.org",
        envelope_to=f"{name}@example.org",
        data=data or text.encode(),
    )


def states(issue: Issue) -> dict[str, str]:
    """Where each delivery of an issue stands, by the name of its reader: "cancelled left"."""
    rows = Delivery.objects.filter(issue=issue).select_related("subscription__subscriber")
    return {row.subscription.subscriber.email.partition("@")[0]: f"{row.state} {row.reason}".strip() for row in rows}


__all__ = ["LETTER", "altered_copy", "due_issue", "frozen_letter", "message", "segment", "states"]
