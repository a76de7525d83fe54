"""What the database answers is what plain Python answers, for any rule."""

from datetime import timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings

from cms.clock import database_now
from newsletter.core.purposes import Purpose
from newsletter.core.rules.evaluation import Circumstances, ReaderFacts, addresses, holds, leaves_out
from newsletter.core.rules.notation import read_rule
from newsletter.models import (
    Delivery,
    IssueItem,
    Newsletter,
    PartHandOver,
    ReaderTag,
    Subscriber,
    Subscription,
    Tagging,
)
from newsletter.models.plans import planned
from newsletter.models.rule_conditions import answer, condition, told_rule
from tests.factories import due_issue
from tests.newsletter.core.rules.rules import ATTRIBUTES, nodes

PARTS = ["6c1b5f5e-7f3c-4f60-9d49-1f0a0c5f2d11", "6c1b5f5e-7f3c-4f60-9d49-1f0a0c5f2d12"]
STAND_INS = [1, 2, 3]  # for rows whose ids are known later; the third never exists
DAY = timedelta(days=1)


@pytest.fixture
def readers(cast):
    """Twenty-four subscriptions that differ in everything, with what is true of each; and when it is asked."""
    rows = {
        "tags": [ReaderTag.objects.create(name=name) for name in ("warm", "slow")],
        "newsletters": [Newsletter.objects.create(name=name, slug=name) for name in ("b", "c")],
        "issues": [_issue(cast.newsletter, whole=part, teaser=PARTS[1]) for part in (PARTS[0], None)],
    }
    last = tuple(issue.pk for issue in reversed(rows["issues"]))
    now = Circumstances(at=database_now() + DAY, zone=ZoneInfo("Europe/Lisbon"), last_issues=last)
    found = {}
    for number, (language, state) in enumerate(product(["en", "de", "fr"] * 4, ["active", "paused"])):
        chosen = {name: {one.pk for bit, one in enumerate(some) if number >> bit & 1} for name, some in rows.items()}
        subscription = cast.add_reader(f"reader{number}", state=state)
        found[subscription.pk] = _make_so(subscription, rows, chosen, number=number, language=language, now=now)
    return found, now, {name: [one.pk for one in some] + [0] for name, some in rows.items()}


def _issue(newsletter, *, whole, teaser):
    issue = due_issue(newsletter)
    IssueItem.objects.create(compiled=issue.compiled, position=1, part_uuid=whole, mode="whole")
    IssueItem.objects.create(compiled=issue.compiled, position=2, part_uuid=teaser, mode="teaser")
    return issue


def _make_so(row, rows, chosen, *, number, language, now):  # noqa: PLR0913 - one keyword for each thing that differs
    """Writes what is to be true of this reader, and says it."""
    zone, source = ["UTC", "Europe/Lisbon"][number % 2], ["form", "staff", ""][number % 3]
    joined, confirmed = now.at - number * 40 * DAY, None if number % 5 == 0 else now.at - number * 30 * DAY
    attributes = {
        slug: some[number % (len(some) + 1)]
        for slug, some in ATTRIBUTES.items()
        if number % (len(some) + 1) < len(some)
    }
    Subscriber.objects.filter(pk=row.subscriber_id).update(
        language=language, zone=zone, source=source, attributes=attributes
    )
    Subscription.objects.filter(pk=row.pk).update(created_at=joined, confirmed_at=confirmed)
    for tag in chosen["tags"]:
        Tagging.objects.create(tag_id=tag, subscriber_id=row.subscriber_id)
    for other in rows["newsletters"]:
        state = "active" if other.pk in chosen["newsletters"] else "ended"
        Subscription.objects.create(subscriber_id=row.subscriber_id, newsletter=other, state=state)
    parts = set()
    for issue in rows["issues"]:
        if (
            issue.pk in chosen["issues"]
            and _deliver(issue, row, arrives=number % 4 != 1)
            and issue == rows["issues"][0]
        ):
            parts = {PARTS[0]}
    if number % 3 != 1:  # by the course; a letter that never left says nothing
        released = now.at if number % 3 else None
        PartHandOver.objects.create(subscriber_id=row.subscriber_id, part=PARTS[1], via="course", released_at=released)
        parts |= set() if released else {PARTS[1]}
    facts = {"language": language, "zone": zone, "source": source, "joined": joined, "confirmed": confirmed}
    facts["attributes"] = attributes
    own = frozenset(chosen["newsletters"] | {row.newsletter_id})
    return ReaderFacts(**facts, state=row.state, parts=parts, **{**chosen, "newsletters": own})


def _deliver(issue, row, *, arrives):
    address, references = "a@example.org", {"issue_id": issue.pk, "compiled_id": issue.compiled_id}
    made = planned(
        dedupe_key=f"i:{issue.pk}:{row.pk}",
        purpose=Purpose.ISSUE,
        mailbox=address,
        at=issue.send_at,
        subscription_id=row.pk,
        **references,
    )
    made.save()
    if arrives:
        Delivery.objects.filter(pk=made.pk).update(
            state="handed_over", marked_at=F("date_header"), ended_at=F("date_header")
        )
    return arrives


def renumbered(node, ids):
    """The node with the ids of real rows in place of the stand-ins."""
    if "field" in node:
        known = ids.get(node["field"])
        return {**node, "value": [known[stand_in - 1] or 2**40 for stand_in in node["value"]]} if known else node
    ((kind, inner),) = node.items()
    return {kind: renumbered(inner, ids) if kind == "not" else [renumbered(one, ids) for one in inner]}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=nodes({"tags": STAND_INS, "newsletters": STAND_INS, "issues": STAND_INS, "parts": PARTS}))
def test_the_database_selects_whom_plain_python_selects(readers, drawn):
    facts, now, ids = readers
    node = read_rule({"version": 1, "include": renumbered(drawn, ids)}).include
    rows = Subscription.objects.filter(pk__in=facts)

    expected = {pk for pk, reader in facts.items() if holds(node, reader, now=now)}
    selected = list(rows.filter(condition(node, now=now)).values_list("pk", flat=True))
    answered = rows.annotate(so=answer(node, now=now, without=False)).values_list("pk", "so")

    assert sorted(selected) == sorted(expected)
    assert dict(answered) == {pk: pk in expected for pk in facts}


def test_a_rule_with_two_sides_tells_of_each_reader_what_plain_python_says(readers):
    facts, now, ids = readers
    german, warm = {"field": "language", "op": "in", "value": ["de"]}, {"field": "tags", "op": "any_of"}
    rule = read_rule({"version": 1, "include": german, "exclude": {**warm, "value": ids["tags"][:1]}})
    told = told_rule(Subscription.objects.filter(pk__in=facts), rule, now=now).values_list(
        "pk", "addressed", "left_out"
    )

    expected = {(pk, addresses(rule, one, now=now), leaves_out(rule, one, now=now)) for pk, one in facts.items()}
    assert set(told) == expected
    assert {(addressed, left_out) for _, addressed, left_out in expected} >= {(True, True), (True, False)}
