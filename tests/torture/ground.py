"""What is sent: readers by the thousand, and issues whose time has come."""

from django.db.models import F

from cms.clock import database_now
from newsletter.core.content import CompiledLetter
from newsletter.core.issue_state import State
from newsletter.core.purposes import Purpose
from newsletter.models import CompiledIssue, ConsentEvent, Delivery, Issue, Newsletter, Subscriber, Subscription
from newsletter.models.plans import planned
from tests.factories import LETTER

CHUNK = 2_000


def add_readers(newsletter: Newsletter, count: int) -> None:
    """That many people who agreed to get letters."""
    now = database_now()
    for start in range(0, count, CHUNK):
        names = [f"reader{number}" for number in range(start, min(start + CHUNK, count))]
        people = Subscriber.objects.bulk_create(
            Subscriber(email=f"{name}@example.org", email_key=f"{name}@example.org", first_name=name.title())
            for name in names
        )
        rows = Subscription.objects.bulk_create(
            Subscription(subscriber=person, newsletter=newsletter, state="active", confirmed_at=now)
            for person in people
        )
        ConsentEvent.objects.bulk_create(
            ConsentEvent(
                subscription=row, seq=1, action="confirmed", method="page", wording="Yes.", given_on=now
            ).seal()
            for row in rows
        )


def plant_issue(newsletter: Newsletter, *, letter: CompiledLetter = LETTER) -> Issue:
    """An issue that is scheduled, frozen, and due now."""
    issue = Issue(newsletter=newsletter, subject=letter.subject, zone="Europe/Lisbon")
    issue.save()
    frozen = CompiledIssue.objects.freeze(letter, kind=CompiledIssue.Kind.ISSUE, issue=issue)
    Issue.objects.filter(pk=issue.pk).update(state=State.SCHEDULED, send_at=F("created_at"), compiled=frozen)
    return issue


def plant_deliveries(newsletter: Newsletter, count: int, *, letter: CompiledLetter) -> Issue:
    """An issue whose letters to the first so many readers may leave now."""
    issue, now = plant_issue(newsletter, letter=letter), database_now()
    issue.refresh_from_db()
    readers = Subscription.objects.filter(state="active", subscriber__email_key__startswith="reader").order_by("pk")
    for start in range(0, count, CHUNK):
        Delivery.objects.bulk_create(
            planned(
                dedupe_key=f"i:{issue.pk}:{row.pk}",
                purpose=Purpose.ISSUE,
                mailbox=row.subscriber.email_key,
                at=now,
                issue_id=issue.pk,
                subscription_id=row.pk,
                compiled_id=issue.compiled_id,
            )
            for row in readers.select_related("subscriber")[start : min(start + CHUNK, count)]
        )
    Issue.objects.filter(pk=issue.pk).update(state=State.HANDING_OVER, candidates=count)
    return issue
