"""What a provider's event means, from anymail's normal form. It carries no address: only our own public id."""

import re
from collections.abc import Mapping

from newsletter.core.bounces import final_class
from newsletter.core.delivery_state import Reason
from newsletter.core.news import Kind, Names, News
from newsletter.core.raw_replies import of_many
from newsletter.core.replies import Effect, read_reply, shortened

FIELDS = ("type", "reason", "words", "public_id", "at")

_KINDS = {
    "bounced": Kind.BOUNCED,
    "rejected": Kind.BOUNCED,
    "failed": Kind.BOUNCED,
    "deferred": Kind.DELAYED,
    "delivered": Kind.DELIVERED,
    "complained": Kind.COMPLAINED,
    "unsubscribed": Kind.LEFT,
    "autoresponded": Kind.AUTO_REPLY,
}
# Providers say "bounced" of a full mailbox as well as of a missing one, so alone it is no proof; "invalid" is.
_ALONE = {
    "invalid": (Reason.HARD, Effect.SUPPRESS),
    "blocked": (Reason.POLICY, Effect.COUNT_POLICY),
    "spam": (Reason.POLICY, Effect.COUNT_POLICY),
    "timed_out": (Reason.SOFT, Effect.COUNT_BOUNCE),
    "bounced": (Reason.UNKNOWN, Effect.COUNT_BOUNCE),
}
_OTHERWISE = (Reason.UNKNOWN, Effect.NONE)
_SMTP = re.compile(r"^\s*smtp;\s*", re.IGNORECASE)  # some give the words as a report of RFC 3464 does
_OF_THE_READER = {"unsubscribed": Kind.LEFT}


def read_provider_event(fields: Mapping[str, str]) -> tuple[News, Names]:
    """What it says and of which letter. An event that nobody needs, such as "queued", is unreadable."""
    names = Names(public_id=fields.get("public_id", ""))
    kind = _KINDS.get(fields.get("type", ""), Kind.UNREADABLE)
    if kind is Kind.BOUNCED:
        kind = _OF_THE_READER.get(fields.get("reason", ""), kind)
    if kind is not Kind.BOUNCED:
        return News(kind=kind, words=_said(fields)), names
    code, enhanced = read_reply(_SMTP.sub("", fields.get("words", "")))
    known = _ALONE.get(fields.get("reason", ""), _OTHERWISE)
    reason, effect = final_class(code, enhanced) if enhanced and known[1] is not Effect.SUPPRESS else known
    return News(kind=kind, reason=reason, effect=effect, code=code, enhanced=enhanced, words=_said(fields)), names


def _said(fields: Mapping[str, str]) -> str:
    words = fields.get("words", "")
    return of_many(shortened(words)) if words.strip() else ""
