"""The demo's newsletter, its readers and its three issues; loading twice changes nothing."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import Q

from cms.core.findings import asks, fingerprint
from cms.models import Tick, User
from newsletter.conf import conf
from newsletter.core.addresses import email_key
from newsletter.core.moments import moment_of
from newsletter.demo.issues import issues
from newsletter.demo.readers import DemoReader, readers
from newsletter.models import ConsentEvent, Issue, Newsletter, Subscriber, Subscription, Suppression
from newsletter.prepare import freeze, preflight, recheck_issue
from newsletter.send import deliver, start, sweep
from newsletter.suppressions import suppress
from newsletter.transports.choose import chosen_transport
from series.models import ArticlePage, SeriesPart

WORDING = "Send me Slow Letters, now and then. I can leave with one click."
EVIDENCE = "Made up for the demo."
CONFIRMED_BEFORE = timedelta(days=30)
FIRST_LEFT_BEFORE = timedelta(minutes=2)
SECOND_LEAVES_IN = timedelta(minutes=10)
AT_ONCE = 100  # letters a claim
BLOCKS = UUID("6f1c2d3e-0000-4000-8000-5107a1e77e25")  # block ids are made of it, so that they never change


def load_newsletter(*, now: datetime, author: User) -> Newsletter:
    """Slow Letters with forty readers: issue 1 handed over for real, issue 2 scheduled, issue 3 a draft.

    `author` schedules them, and looks at what preflight asks.

    The demo's articles must be there. Raises ArticlePage.DoesNotExist, naming the slug.
    """
    newsletter = _newsletter()
    for reader in readers():
        _subscribe(reader, newsletter, now=now)
    first, second, *_ = [_written(newsletter, words) for words in issues()]
    _send(first, now=now, author=author)
    _schedule(second, now=now, author=author)
    return newsletter


def _newsletter() -> Newsletter:
    return Newsletter.objects.get_or_create(
        slug="slow-letters",
        defaults={
            "name": "Slow Letters",
            "description": "A short letter every week or two, to be read with something warm.",
            "zone": "Europe/Lisbon",
            "from_name": "Mara Ellison",
            "from_email": "letters@example.org",
            "postal_address": "Small Hours, Rua do Exemplo 1, 1100-001 Lisboa, Portugal",
        },
    )[0]


def _subscribe(reader: DemoReader, newsletter: Newsletter, *, now: datetime) -> None:
    subscriber, is_new = Subscriber.objects.get_or_create(
        email_key=email_key(reader.email),
        defaults={"email": reader.email, "first_name": reader.first_name, "zone": reader.zone, "source": "demo"},
    )
    if not is_new:
        return
    given_on = now - CONFIRMED_BEFORE
    is_pending = reader.state == Subscription.State.PENDING
    subscription = Subscription.objects.create(
        subscriber=subscriber,
        newsletter=newsletter,
        state=reader.state,
        confirmed_at=None if is_pending else given_on,
    )
    action = ConsentEvent.Action.REQUESTED if is_pending else ConsentEvent.Action.CONFIRMED
    subscription.consents.create(
        seq=1, action=action, method=ConsentEvent.Method.DEMO, wording=WORDING, evidence=EVIDENCE, given_on=given_on
    )
    if reader.is_suppressed:
        suppress(reader.email, reason=Suppression.Reason.HARD_BOUNCE, evidence=EVIDENCE)


def _written(newsletter: Newsletter, words: Mapping[str, Any]) -> Issue:
    """The issue, known again by a public id of its own, or by its subject in a demo from before it had one."""
    public_id = uuid5(BLOCKS, f"issue {words['number']}")
    found = newsletter.issues.filter(Q(public_id=public_id) | Q(subject=words["subject"])).order_by("pk").first()
    return found or Issue.objects.create(
        newsletter=newsletter,
        public_id=public_id,
        subject=words["subject"],
        preview_text=words["preview_text"],
        items=list(_items(words)),
    )


def _items(words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for position, row in enumerate(words["items"], start=1):
        block_id = str(uuid5(BLOCKS, f"{words['number']}/{position}"))
        yield {"type": row["kind"], "id": block_id, "value": _VALUES[row["kind"]](row)}


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": row.get("title", ""), "body": row["body"]}


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"article": _page(row["article"]).pk, "mode": row.get("show", "whole")}


def _part(row: Mapping[str, Any]) -> dict[str, Any]:
    part = SeriesPart.objects.get(series__slug=row["series"], article=_page(row["article"]))
    return {"part": str(part.uuid), "mode": row.get("show", "whole")}


def _action(row: Mapping[str, Any]) -> dict[str, Any]:
    target = row["target"]
    return {**_words(row), "label": row["label"], "target": {target["kind"]: target["value"]}}


_VALUES = {
    "greeting": lambda row: {"body": row["body"]},
    "note": _words,
    "article": _article,
    "part": _part,
    "action": _action,
}


def _page(slug: str) -> ArticlePage:
    found = ArticlePage.objects.filter(slug=slug).first()
    if found is None:
        raise ArticlePage.DoesNotExist(f"The demo's article “{slug}” is missing. Load the articles first.")
    return found


def _send(issue: Issue, *, now: datetime, author: User) -> None:
    """Through the real path: frozen before its time, started, handed over, swept."""
    if not issue.is_draft:
        return
    _freeze(issue, at=now - FIRST_LEFT_BEFORE, now=now - SECOND_LEAVES_IN, by=author)
    start(issue.pk, recheck=recheck_issue)
    with closing(chosen_transport(conf())) as transport:
        while deliver(transport=transport, run=secrets.token_hex(16), limit=AT_ONCE):
            pass
    sweep()


def _schedule(issue: Issue, *, now: datetime, author: User) -> None:
    if issue.is_draft and issue.compiled is None:
        _freeze(issue, at=now + SECOND_LEAVES_IN, now=now, by=author)


def _freeze(issue: Issue, *, at: datetime, now: datetime, by: User) -> None:
    zone = issue.newsletter.zone
    local = at.astimezone(ZoneInfo(zone))
    when = {"local_date": local.date(), "local_time": local.time(), "zone": zone}
    found = preflight(issue, now=now, moment=moment_of(*when.values(), now=now))
    for finding in asks(found):  # two letters on one day, minutes ahead: meant so, in a demo
        Tick.objects.give(issue, found, key=fingerprint(finding), by=by)
    freeze(issue.pk, **when, by=by, now=now)
