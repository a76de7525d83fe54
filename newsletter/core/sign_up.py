"""Signing up, as rules: what a request holds, and when an address may get another mail of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, ip_address, ip_network

from newsletter.core.crowd import Way
from newsletter.core.purposes import SECOND_CHANCE

A_DAY = timedelta(hours=24)
A_MONTH = timedelta(days=30)
MOST_A_MONTH = 3
FROM_ONE_NETWORK: Mapping[timedelta, int] = {timedelta(hours=1): 10, A_DAY: 50}
LEAST_S, LONGEST_S = 2, 24 * 60 * 60


class Outcome(StrEnum):
    """What became of a request; a stranger never learns it."""

    CONFIRM = "confirm"
    ALREADY_ACTIVE = "already_active"
    PAUSED = "paused"
    SUPPRESSED = "suppressed"
    OVER_BUDGET = "over_budget"
    NO_MAIL_HOST = "no_mail_host"
    NOTHING_OPEN = "nothing_open"
    LINK = "link"
    NOBODY = "nobody"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """What somebody asked for, before anything is looked up.

    `newsletters` and `courses` are primary keys; `wording` is what stood beside the button, `form` where it stood,
    and `network` what `network_of` says of the caller, or empty. `way`: through a crowd.
    """

    email: str
    newsletters: tuple[int, ...]
    wording: str
    form: str
    method: str
    first_name: str = ""
    language: str = "en"
    zone: str = "UTC"
    network: str = ""
    courses: tuple[int, ...] = ()
    way: Way = Way.NONE


def may_mail(mailed: Iterable[datetime], *, now: datetime, is_second_chance: bool = False) -> bool:
    """Whether an address may get one more mail of this kind: one a day, three in 30 days (readers.md 4).

    An address that bounced for good gets one in 90 days.
    """
    ages = [now - moment for moment in mailed]
    if is_second_chance:
        return all(age >= SECOND_CHANCE for age in ages)
    return all(age >= A_DAY for age in ages) and sum(age < A_MONTH for age in ages) < MOST_A_MONTH


def folded(email_key: str) -> str:
    """The key under which an address is counted against abuse: dots and `+tag` make no new person here.

    Never used for identity: for most hosts two such addresses are two people.
    """
    local, _, domain = email_key.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '') or local}@{domain}"


def network_of(address: str) -> str:
    """The network that an IP address is counted with: an IPv4 /24 or an IPv6 /64; empty for what is none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip_network(f"{mapped}/{24 if isinstance(mapped, IPv4Address) else 64}", strict=False))
