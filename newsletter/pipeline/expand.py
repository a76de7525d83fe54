"""At its time, once: the audience becomes rows. Every candidate is a recipient or an exclusion with a reason.

Two schedulers may run this for the same issue: the row of the issue is locked for each chunk, so they take turns.
A crash in the middle loses at most an open transaction; the next tick goes on behind the progress mark.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.clock import Now
from newsletter.conf import suppression_keys
from newsletter.core.audience import Candidate, Reason, Split, split
from newsletter.core.holds import Hold
from newsletter.core.issue_state import Event, HoldReason
from newsletter.core.purposes import Purpose
from newsletter.core.tokens import address_hmac
from newsletter.core.turns import Turns
from newsletter.models import Delivery, Exclusion, Issue, Subscription, Suppression
from newsletter.models.candidates import candidate_of
from newsletter.models.issue_barriers import Barriers
from newsletter.models.live_parts import let_go
from newsletter.models.plans import Letters, write_deliveries
from newsletter.models.rule_conditions import circumstances, told_rule

CHUNK = 5_000  # subscriptions in one transaction
MANY = 10_000  # rows after which PostgreSQL's planner must count again before anything is claimed

COLUMNS = ("pk", "state", "has_consent", "addressed", "left_out", "subscriber_id", "subscriber__email_key")

Row = Any  # of COLUMNS: no object of Django's for each of a million
Recheck = Callable[[int], Hold | None]


def claim_issue(issue_id: int, *, recheck: Recheck) -> bool:
    """Scheduled and due becomes preparing, by one scheduler only; late, or no longer fit to leave, becomes held."""
    issue = Issue.objects.select_related("newsletter").get(pk=issue_id)
    due = Issue.objects.due(Now()).filter(pk=issue_id)
    in_time = due.filter(send_at__gte=Now() - timedelta(hours=issue.newsletter.stale_after_hours))
    found = recheck(issue_id) if in_time.exists() else Hold(reason=HoldReason.LATE, detail=issue.wall_time)
    if found:
        due.hold(issue_id, found)
        return False
    return in_time.move(issue_id, Event.START, **fresh_start())


def fresh_start() -> dict:
    """The boundary of the audience (the database's moment and the highest id) and an empty account."""
    highest = Subscription.objects.order_by("-pk").values("pk")[:1]
    return {
        "started_at": Now(),
        "boundary_id": Coalesce(Subquery(highest), 0),
        "expanded_to": 0,
        "candidates": 0,
        "not_addressed": 0,
        "failures": 0,
        "hold_reason": "",
        "hold_detail": "",
    }


def expand_audience(issue_id: int) -> None:
    """One delivery per recipient, one line per exclusion. An issue whose frozen bytes were altered is held."""
    issue = Issue.objects.preparing().select_related("compiled").filter(pk=issue_id).first()
    if issue is None:
        return
    if not issue.compiled.is_unaltered:
        Issue.objects.hold(issue_id, Hold(reason=HoldReason.ALTERED))
        return
    while _forget_earlier_plan(issue_id):
        pass
    turns = Turns(Delivery.objects.of_issue(issue_id).by_group())
    while _expand_chunk(issue_id, turns):
        pass
    _count_again(issue_id)


def _forget_earlier_plan(issue_id: int) -> bool:
    """A fresh start after a hold writes its account anew; a row that ever moved stays, and bars a second letter.

    5,000 letters of it at once; False when there are no more.
    """
    with transaction.atomic():
        issue = Issue.objects.preparing().locked(issue_id)
        if issue is None or issue.expanded_to:
            return False
        Exclusion.objects.filter(issue=issue).delete()
        rows = Delivery.objects.of_issue(issue_id).filter(state="pending", claims=0, events=None)
        planned = Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:CHUNK]))
        let_go(planned)
        return bool(planned.delete()[0])


def _expand_chunk(issue_id: int, turns: Turns) -> bool:
    """The next 5,000 candidates; False when there are no more."""
    with transaction.atomic():
        issue = Issue.objects.preparing().locked(issue_id)
        if issue is None or issue.expanded_to >= issue.boundary_id:
            return False
        page = list(_page(issue))
        up_to = page[-1].pk if len(page) == CHUNK else issue.boundary_id
        addressed = [row for row in page if row.addressed]
        others = len(page) - len(addressed)
        barriers = Barriers.of(issue)
        by_letters = barriers.against([row.subscriber_id for row in addressed], now=issue.started_at)
        _write(issue, addressed, split(_facts(addressed, by_letters, newsletter_id=issue.newsletter_id)), turns)
        barriers.live.hand_to_takers()
        # Counted by the database, independently of what was written: the two must agree at the end.
        counted = Subscription.objects.candidates_of(issue).filter(pk__gt=issue.expanded_to, pk__lte=up_to).count()
        Issue.objects.filter(pk=issue_id).update(
            expanded_to=up_to,
            candidates=F("candidates") + counted - others,
            not_addressed=F("not_addressed") + others,
        )
    return True


def _page(issue: Issue) -> QuerySet[Subscription]:
    # Locked, so that nobody leaves between the split and the count; NO KEY, so that consents can still be written.
    # A segment's rule is asked in this one statement, so that a reader who changes meanwhile is counted once.
    now = circumstances(issue.newsletter, at=issue.started_at, besides=issue.pk)
    rows = Subscription.objects.candidates_of(issue).filter(pk__gt=issue.expanded_to).order_by("pk").told_consent()
    rows = told_rule(rows, issue.audience_rule, now=now)
    locked = rows.select_for_update(of=("self",), no_key=True)
    return locked.values_list(*COLUMNS, named=True)[:CHUNK]


def _facts(page: Sequence[Row], by_letters: Mapping[int, Reason], *, newsletter_id: int) -> Iterable[Candidate]:
    keys = suppression_keys().values()
    hashes = [[address_hmac(row.subscriber__email_key, key=key) for key in keys] for row in page]
    wanted = chain.from_iterable(hashes)
    barred = Suppression.objects.against(wanted, newsletter_id=newsletter_id).reasons()
    for row, known in zip(page, hashes, strict=True):
        found = [barred[value] for value in known if value in barred]
        yield candidate_of(row, suppressions=frozenset().union(*found), by_letters=by_letters.get(row.subscriber_id))


def _write(issue: Issue, page: Sequence[Row], found: Split, turns: Turns) -> None:
    addresses = {row.pk: row.subscriber__email_key for row in page}
    letters = Letters(
        purpose=Purpose.ISSUE,
        at=issue.started_at,
        references={"issue_id": issue.pk, "compiled_id": issue.compiled_id},
        turns=turns,
    )
    write_deliveries(
        letters,
        (
            letters.own(dedupe_key=f"i:{issue.pk}:{pk}", mailbox=addresses[pk], subscription_id=pk)
            for pk in found.recipients
        ),
    )
    Exclusion.objects.bulk_create(
        (Exclusion(issue=issue, subscription_id=left.subscription_id, reason=left.reason) for left in found.exclusions),
        ignore_conflicts=True,
    )


def _count_again(issue_id: int) -> None:
    if connection.vendor == "postgresql" and Delivery.objects.of_issue(issue_id).count() > MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE newsletter_delivery")
