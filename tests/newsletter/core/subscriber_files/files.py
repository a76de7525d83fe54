"""Files as other systems write them, with few people in them."""

import io
import zipfile
from contextlib import nullcontext
from datetime import UTC, datetime

from newsletter.core.attributes import Declared, Kind
from newsletter.core.subscriber_files.basis import Basis, BasisKind
from newsletter.core.subscriber_files.decisions import Ground
from newsletter.core.subscriber_files.tables import judge, look

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PROOF = Basis(kind=BasisKind.PROOF, wording="Send me letters.")
DECLARED = Basis(kind=BasisKind.DECLARED, wording="Send me letters.", given_on=datetime(2025, 1, 1, tzinfo=UTC))
UNKNOWN = Basis(kind=BasisKind.UNKNOWN)

MAILCHIMP = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,"
    "GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
)
HEADERS = {
    "mailchimp": MAILCHIMP,
    "substack": "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at",
    "substack-older": "email,active_subscription,expiry,email_disabled,prefer_digests,created_at",
    "ghost": "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,"
    "labels,tiers",
    "beehiiv": "email,First Name,Last Name,status,tier,created_at,stripe_customer_id,utm_source,unsubscribed_at",
    "beehiiv-short": "Email,Status,Created At,Subscription Tier",
    "kit": "first_name,email,state,created_at,tags",
    "buttondown": "Email Address,Subscribed at,UTM source,UTM medium",
    "squarespace": "Email Address,Date Subscribed",
}


def ground(basis: Basis = PROOF, **facts) -> Ground:
    declared = {"city": Declared(slug="city", kind=Kind.TEXT), "visits": Declared(slug="visits", kind=Kind.NUMBER)}
    known = {"newsletters": {"slow-letters": 7}, "reasons": frozenset({"hard_bounce"}), "keys": frozenset({"k1"})}
    return Ground(
        basis=basis,
        now=NOW,
        attributes=declared,
        zones={"UTC": "UTC", "Europe/Lisbon": "Europe/Lisbon", "Europe/Kiev": "Europe/Kyiv"},
        **known | facts,
    )


def opening(data: bytes | str):
    """What opens the file anew each time."""
    raw = data.encode() if isinstance(data, str) else data
    return lambda: nullcontext(io.BytesIO(raw))


def judged(data: bytes | str, *, basis: Basis = PROOF, name: str = "readers.csv"):
    """The rows of a file as it is understood without a person: (line, decision)."""
    opens = opening(data)
    table = look(opens, name=name, attributes=["city", "visits"])
    return table, list(judge(opens, table, ground=ground(basis)))


def verdicts(data: bytes | str, **kwargs) -> dict[str, str]:
    """What each address becomes."""
    _, rows = judged(data, **kwargs)
    return {decision.key or f"line {line}": str(decision.verdict) for line, decision in rows}


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A zip of these, by their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()
