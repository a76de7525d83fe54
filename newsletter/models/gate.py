"""What a sender writes for all who come together, a statement each: the mark, "it said yes", "back into the queue".

Written as SQL, because one statement must hold a list of tickets and every condition; both databases read the same.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection

from newsletter.core.courses.facts import CourseState, Standing
from newsletter.core.delivery_state import Cause, Event, State
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import ASKING, LETTERS, SECOND_CHANCE, Purpose
from newsletter.core.receipts import Receipt
from newsletter.core.replies import shortened
from newsletter.core.tickets import Claim
from newsletter.models.consent import ConsentEvent
from newsletter.models.deliveries import Delivery
from newsletter.models.many_rows import NOW
from newsletter.models.subscriptions import Subscription
from newsletter.models.suppressions import Suppression

ANSWER_TIME = timedelta(seconds=660)  # 600 s for the answer to the dot (RFC 5321 4.5.3.2.6), and a minute

_SHIFTED = {
    "postgresql": "STATEMENT_TIMESTAMP() + INTERVAL '{seconds} seconds'",
    "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f001', 'NOW', '{seconds:+d} seconds')",
}

_REVISION = {  # of an article, as the frozen letter shows it
    "postgresql": "(f.source_revisions ->> a.id::text)::bigint",
    "sqlite": "JSON_EXTRACT(f.source_revisions, '$.\"' || a.id || '\"')",
}

_EACH = {  # what a link confirms, one row for each
    "postgresql": "JSONB_ARRAY_ELEMENTS_TEXT(COALESCE(l.facts -> '{kind}', '[]')) AS t(value)",
    "sqlite": "JSON_EACH(l.facts, '$.{kind}') AS t",
}

# COALESCE keeps PostgreSQL from the small indexes of open deliveries: it would ask the conditions of a whole stock of
# claims to find the eight that wait, instead of looking at their primary keys.
_MARK = """
WITH v(v_id, v_claims, v_slot, v_newsletter) AS ({tickets}), h(h_id, h_hmac) AS ({hmacs})
UPDATE newsletter_delivery AS d SET state = 'marked', slot = v_slot, marked_at = {now}, lease_until = {later} FROM v
WHERE d.id = v_id AND d.claims = v_claims AND d.lease_token = %s AND COALESCE(d.state, '') = 'claimed'
  AND d.lease_until > {now}
  AND NOT EXISTS (SELECT 1 FROM newsletter_sendingswitch WHERE NOT enabled)
  AND (d.issue_id IS NULL OR d.purpose = %s
       OR EXISTS (SELECT 1 FROM newsletter_issue i WHERE i.id = d.issue_id AND i.state = %s))
  AND (NOT d.purpose IN ({letters}) OR EXISTS (
       SELECT 1 FROM newsletter_subscription r WHERE r.id = d.subscription_id AND r.state = %s
         AND (SELECT c.action FROM newsletter_consentevent c WHERE c.subscription_id = r.id
              ORDER BY c.seq DESC LIMIT 1) IN ({yes})))
  AND (d.purpose <> %s OR EXISTS (
       SELECT 1 FROM newsletter_enrollment e JOIN newsletter_subscription y ON y.id = e.subscription_id
         JOIN newsletter_course k ON k.id = y.course_id
         JOIN newsletter_compiledissue f ON f.id = d.compiled_id
         JOIN series_seriespart q ON q.uuid = f.part_uuid AND q.series_id = k.series_id
         JOIN wagtailcore_page a ON a.id = q.article_id JOIN wagtailcore_page b ON b.id = q.series_id
       WHERE e.id = d.enrollment_id AND e.in_flight_id = d.id AND e.state = %s AND k.state = %s
         AND a.live AND b.live AND a.live_revision_id = {revision}
         AND NOT EXISTS (
              SELECT 1 FROM wagtailcore_pageviewrestriction x JOIN wagtailcore_page o ON o.id = x.page_id
              WHERE o.path IN (SUBSTR(a.path, 1, LENGTH(o.path)), SUBSTR(b.path, 1, LENGTH(o.path))))))
  AND (NOT d.purpose IN ({asking}) OR EXISTS (
       SELECT 1 FROM newsletter_addressee w JOIN newsletter_mailedlink l ON l.id = w.link_id
       WHERE w.delivery_id = d.id AND l.used_at IS NULL AND l.expires_at > {now} AND (
         EXISTS (SELECT 1 FROM {newsletters} WHERE NOT EXISTS (
              SELECT 1 FROM newsletter_subscription n WHERE n.subscriber_id = l.subscriber_id
                AND n.newsletter_id = CAST(t.value AS bigint) AND n.state IN ({known})))
         OR EXISTS (SELECT 1 FROM {courses} WHERE NOT EXISTS (
              SELECT 1 FROM newsletter_subscription n JOIN newsletter_enrollment g ON g.subscription_id = n.id
              WHERE n.subscriber_id = l.subscriber_id AND n.course_id = CAST(t.value AS bigint)
                AND n.state IN ({known}) AND g.state <> %s)))))
  AND NOT EXISTS (
       SELECT 1 FROM h JOIN newsletter_suppression s ON s.address_hmac = h_hmac
       WHERE h_id = v_id AND s.lifted_at IS NULL AND (s.until IS NULL OR s.until > {now})
         AND (s.newsletter_id IS NULL OR s.newsletter_id = v_newsletter)
         AND NOT (d.purpose = %s AND (
              (s.reason = %s AND s.at < {long_ago}) OR (s.reason = %s AND s.newsletter_id IS NOT NULL))))
RETURNING id
"""

_ACCEPT = """
WITH v(v_id, v_claims, v_code, v_enhanced, v_reply, v_provider) AS ({rows})
UPDATE newsletter_delivery AS d SET state = 'handed_over', ended_at = {now}, smtp_code = v_code,
       enhanced_code = v_enhanced, reply = v_reply, provider_id = v_provider FROM v
WHERE d.id = v_id AND d.claims = v_claims AND d.lease_token = %s AND d.state = 'marked'
RETURNING id
"""


def mark_deliveries(claims: Sequence[Claim], *, slots: Sequence[int]) -> frozenset[int]:
    """T4 for all who wait: claimed becomes marked while ticket, lease, switch, issue and reader agree. The ids.

    The claims are of one run.
    """
    if not claims:
        return frozenset()
    tickets, told = _told(
        ("bigint", "int", "int", "bigint"),
        [(*_ticket(claim), slot, claim.newsletter_id) for claim, slot in zip(claims, slots, strict=True)],
    )
    hmacs, hashes = _told(
        ("bigint", "text"), [(claim.ticket.delivery, hmac) for claim in claims for hmac in claim.address_hmacs]
    )
    rest = [claims[0].ticket.run, Purpose.TEST.value, IssueState.HANDING_OVER.value]
    rest += [*_LETTERS, Subscription.State.ACTIVE.value, *_YES]
    rest += [Purpose.PART.value, Standing.ACTIVE.value, CourseState.OPEN.value]
    rest += [*_ASKING, *_KNOWN, *_KNOWN, Standing.EXITED.value]
    rest += [Purpose.CONFIRMATION.value, Suppression.Reason.HARD_BOUNCE.value, Suppression.Reason.IMPORTED.value]
    sql = _MARK.format(tickets=tickets, hmacs=hmacs, **_lists(), **_clock())
    return _moved(sql, [*told, *hashes, *rest])


def accept_deliveries(heard: Sequence[tuple[Claim, Receipt]]) -> frozenset[int]:
    """T5 for all whose dot was answered with a yes: marked becomes handed over while the ticket agrees. The ids.

    The claims are of one run.
    """
    if not heard:
        return frozenset()
    rows, told = _told(
        ("bigint", "int", "int", "text", "text", "text"),
        [(*_ticket(claim), *answer(receipt).values()) for claim, receipt in heard],
    )
    return _moved(_ACCEPT.format(rows=rows, **_clock()), [*told, heard[0][0].ticket.run])


def give_back(claims: Iterable[Claim], *, event: Event, before: State) -> None:
    """Back into the queue, as far as they are still these claims."""
    tickets: dict[tuple[str, int], list[int]] = {}
    for claim in claims:
        tickets.setdefault((claim.ticket.run, claim.ticket.claims), []).append(claim.ticket.delivery)
    for (run, number), ids in tickets.items():
        rows = Delivery.objects.filter(pk__in=ids, lease_token=run, claims=number)
        while rows.shift(event, before=before, cause=Cause.SENDER):
            pass


def answer(receipt: Receipt) -> dict:
    """What the row keeps of an answer."""
    return {
        "smtp_code": receipt.code or None,
        "enhanced_code": receipt.enhanced[:12],
        "reply": shortened(receipt.reply),
        "provider_id": receipt.provider_id[:120],
    }


_LETTERS = sorted(purpose.value for purpose in LETTERS)
_ASKING = sorted(purpose.value for purpose in ASKING)
_KNOWN = sorted(state.value for state in Subscription.KNOWN)
_YES = [action.value for action in ConsentEvent.YES]


def _ticket(claim: Claim) -> tuple[int, int]:
    return claim.ticket.delivery, claim.ticket.claims


def _moved(sql: str, values: list) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return frozenset(pk for (pk,) in cursor.fetchall())


def _clock() -> dict[str, str]:
    shifted = _SHIFTED[connection.vendor]
    return {
        "now": NOW[connection.vendor],
        "later": shifted.format(seconds=int(ANSWER_TIME.total_seconds())),
        "revision": _REVISION[connection.vendor],
        "newsletters": _EACH[connection.vendor].format(kind="newsletters"),
        "courses": _EACH[connection.vendor].format(kind="courses"),
        "long_ago": shifted.format(seconds=-int(SECOND_CHANCE.total_seconds())),
    }


def _told(types: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, list]:
    """These rows as a table of a statement, and its parameters."""
    if connection.vendor == "postgresql":
        # One parameter for a column: thousands of single ones take longer to be written in than to be marked.
        arrays = ", ".join(f"%s::{name}[]" for name in types)
        return f"SELECT * FROM unnest({arrays})", [*map(list, zip(*rows, strict=True))]  # noqa: S608 - types of ours
    places = ", ".join([f"({_list(len(types))})"] * len(rows))
    return f"VALUES {places}", [value for row in rows for value in row]


def _lists() -> dict[str, str]:
    values = {"letters": _LETTERS, "yes": _YES, "asking": _ASKING, "known": _KNOWN}
    return {name: _list(len(some)) for name, some in values.items()}


def _list(count: int) -> str:
    return ", ".join(["%s"] * count)
