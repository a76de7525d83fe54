"""Lists of addresses that a provider no longer mails become suppressions of ours; nothing is ever lifted by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from newsletter.core.subscriber_files.list_rows import ListRow, ReadList
from newsletter.core.subscriber_files.suppression_lists import COMPLAINT, HARD, STAFF, UNSUBSCRIBED
from newsletter.core.tokens import masked_address
from newsletter.models import ConsentEvent, Subscription
from newsletter.models.many_rows import listed
from newsletter.suppressions import Suppressed, suppress_many

REASONS = (COMPLAINT, HARD, UNSUBSCRIBED, STAFF)
OF_THE_ADDRESS = frozenset({COMPLAINT, HARD})
"""Reasons that bar an address from every letter, whatever the list was given for."""

CAME_BACK = "The reader said yes here after leaving there."
EXAMPLES = 3
STANDING = (Subscription.State.ACTIVE, Subscription.State.PAUSED)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The rows of one reason: how many would be new, how many stand already, and a few of them, masked."""

    reason: str
    newsletter_id: int | None
    new: int
    stood: int
    doubled: int
    examples: list[str]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a list did, or would do; `left_out` says by line what was not taken, and why."""

    label: str
    groups: list[Group]
    left_out: Mapping[int, str]

    @property
    def new(self) -> int:
        """How many suppressions are new."""
        return sum(group.new for group in self.groups)


def take_list(found: ReadList, *, newsletter_id: int | None, why: str = "", by=None, dry: bool = False) -> Taken:
    """Suppress whom the list names, each for its reason; who left, only from `newsletter_id`, or for None from all.

    `dry` changes nothing and only counts.
    """
    back = _came_back(found.rows, newsletter_id)
    left_out = {row.line: CAME_BACK if row in back else row.why for row in found.rows if row.why or row in back}
    taken = [row for row in found.rows if row.line not in left_out]
    groups = []
    for reason in REASONS:
        if rows := [row for row in taken if row.reason == reason]:
            scope = None if reason in OF_THE_ADDRESS else newsletter_id
            facts = {"reason": reason, "newsletter_id": scope, "evidence": f"{found.label}: {why}", "by": by}
            done = suppress_many({row.line: row.mailbox for row in rows}, **facts, dry=dry)
            groups.append(_group(rows, reason, scope, done))
    return Taken(label=found.label, groups=groups, left_out=left_out)


def _group(rows: Sequence[ListRow], reason: str, scope: int | None, done: Suppressed) -> Group:
    examples = [masked_address(row.mailbox) for row in rows[:EXAMPLES]]
    sums = {"new": done.new, "stood": done.stood, "doubled": done.doubled}
    return Group(reason=reason, newsletter_id=scope, examples=examples, **sums)


def _came_back(rows: Iterable[ListRow], newsletter_id: int | None) -> set[ListRow]:
    """Whoever left there and said yes here later, and still reads; a departure without a day is the last word."""
    left = [row for row in rows if row.reason == UNSUBSCRIBED and row.at]
    yeses = ConsentEvent.objects.filter(action__in=ConsentEvent.YES, subscription__state__in=STANDING).order_by()
    if newsletter_id:
        yeses = yeses.filter(subscription__newsletter=newsletter_id)
    theirs = yeses.filter(subscription__subscriber__email_key__in=listed({row.key for row in left}))
    last = dict(theirs.values_list("subscription__subscriber__email_key").annotate(Max("given_on"))) if left else {}
    return {row for row in left if row.key in last and row.at and last[row.key] > row.at}
