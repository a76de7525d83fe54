"""The address behind "Unsubscribe" in a mail program: https, short, and a POST to it is answered at once (RFC 8058)."""

from urllib.parse import urlsplit

from newsletter.core.deliverability.facts import DomainFacts, Pressed, is_public
from newsletter.core.deliverability.verdicts import Cases, Verdict, fix, good, not_checked, settled

LONGEST_HOST = 200  # so that the whole header line stays far below 998 octets
OK = 200


def cases(facts: DomainFacts) -> Cases:
    return {f"{facts.site_url}/u/": settled(_verdict(facts))}


def _verdict(facts: DomainFacts) -> Verdict:
    parts = urlsplit(facts.site_url)
    host = parts.hostname or ""
    if not is_public(host):
        return not_checked(f"This site is called {host}, where no mail program can reach it. Set PARTWISE_BASE_URL.")
    if parts.scheme != "https":
        return fix("The address is not https, and mail programs then show no button. Set PARTWISE_BASE_URL to https.")
    if not host.isascii() or len(facts.site_url) > LONGEST_HOST:
        return fix("The address is too long or has letters beyond ASCII. Set PARTWISE_BASE_URL to a plain short name.")
    if facts.pressed is None or facts.pressed.away:
        away = facts.pressed.away if facts.pressed else "nobody tried"
        return not_checked(f"The address has the right form. It could not be tried from this machine: {away}.")
    return _answered(facts.pressed)


def _answered(pressed: Pressed) -> Verdict:
    wrong = [f"{name} was answered with {status}" for name, status in pressed.statuses if status != OK]
    if not wrong:
        return good("A press is answered with 200 in both encodings, without a detour. Tried from this machine.")
    words = " and ".join(wrong)
    return fix(f"{words}; it should be 200. Look at what stands before the site: a proxy, a firewall, a redirect.")
