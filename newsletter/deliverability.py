"""The sending domain, looked at from outside: never in a request, because name servers may take their time."""

import secrets
from pathlib import Path

from cms.clock import database_now
from cms.remote.names import Names
from cms.remote.one_click import NotReached, pressed
from newsletter.conf import Conf, conf, token_keys
from newsletter.core.deliverability import Judged, judged
from newsletter.core.deliverability.facts import DomainFacts, HopSeen, LastLetter, Pressed, is_public
from newsletter.core.deliverability.nights import latest_night
from newsletter.core.headers import HeaderRefused
from newsletter.core.holds import LetterUnfit
from newsletter.core.providers import PROVIDERS
from newsletter.core.purposes import Purpose
from newsletter.core.routes import RouteNotUnderstood, smtp_route
from newsletter.core.tokens import SUBSCRIPTION_BYTES, unsubscribe_token
from newsletter.core.trial import BARE
from newsletter.models import DomainLook, DomainVerdict, Issue, Newsletter, Subscription
from newsletter.pipeline.personalize import Press
from newsletter.transports.handshake import seen

LARGEST_KEY = 20_000  # bytes; a key file is some two thousand


def wish() -> bool:
    """Somebody wants to know: True where a worker should be told, False where one was told within a minute."""
    return DomainLook.objects.ask()


def wish_nightly() -> bool:
    """Once a night, however many schedulers ask."""
    return DomainLook.objects.ask(since=latest_night(database_now()))


def look_if_wished() -> None:
    """What was wished for, once."""
    if DomainLook.objects.begin():
        look()


def look() -> tuple[Judged, ...]:
    """Ask everything now, and keep the verdicts."""
    now = database_now()
    found = judged(_facts(conf()), answer=Names().answer)
    DomainVerdict.objects.keep(found, at=now)
    DomainLook.objects.end()
    return found


def _facts(own: Conf) -> DomainFacts:
    provider = PROVIDERS.get(own.esp["slug"]) if own.transport == "esp" else None
    key, fault = _key(own.dns.dkim_key)
    return DomainFacts(
        sending_domain=own.sending_domain,
        site_url=own.base_url,
        now=database_now(),
        from_domains=_from_domains(),
        provider=provider,
        mail_host=own.dns.mail_host,
        addresses=own.dns.addresses,
        spf_includes=own.dns.spf_includes,
        dkim_selectors=own.dns.dkim_selectors,
        dkim_domain=own.dns.dkim_domain or own.sending_domain,
        dkim_key=key,
        dkim_key_fault=fault,
        hop=_hop(own),
        pressed=_pressed(own.base_url),
        letter=_letter(),
    )


def _from_domains() -> tuple[str, ...]:
    addresses = Newsletter.objects.values_list("from_email", flat=True)
    return tuple(sorted({address.rpartition("@")[2].lower() for address in addresses}))


def _key(path: str) -> tuple[str, str]:
    """The text of the key file, or why it cannot be had."""
    if not path:
        return "", ""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_KEY).decode("ascii", "replace"), ""
    except OSError as failure:
        return "", f"The file that PARTWISE_DKIM_KEY names cannot be read: {failure.strerror}."


def _hop(own: Conf) -> HopSeen | None:
    if own.transport != "smtp":
        return None
    try:
        return seen(smtp_route(own.smtp_url), name=own.sending_domain)
    except RouteNotUnderstood as odd:
        return HopSeen(host="The next server", away=str(odd))


def _pressed(site_url: str) -> Pressed | None:
    """The way out is tried with a token of nobody, which leads nowhere and changes nothing."""
    host = site_url.partition("://")[2].partition("/")[0].partition(":")[0]
    if not is_public(host):
        return None
    try:
        statuses = pressed(f"{site_url}/u/{unsubscribe_token(token_keys(), subscription=_nobody())}")
    except NotReached as away:
        return Pressed(away=str(away))
    return Pressed(statuses=tuple(statuses.items()))


def _nobody() -> bytes:
    while Subscription.objects.named(drawn := secrets.token_bytes(SUBSCRIPTION_BYTES)).exists():
        continue
    return drawn


def _letter() -> LastLetter | None:
    """The newest issue that left, made for a reader who does not exist: no real one's address is touched."""
    issue = Issue.objects.left().first()
    if issue is None:
        return None
    try:
        message = Press().wire(issue.compiled_id, Purpose.ISSUE).message(BARE)
    except (LetterUnfit, HeaderRefused) as unfit:
        return LastLetter(fault=str(unfit) or "it is not what was frozen")
    return LastLetter(data=message.data, return_path=message.envelope_from)
