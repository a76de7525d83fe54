"""What is known today of a newsletter's sender, for the checks of a letter: when it is frozen and when it starts."""

from urllib.parse import urlsplit

from newsletter.core.deliverability.proof import doubts, faults
from newsletter.core.headers import HeaderRefused, SenderFacts, recipient_lines, static_lines
from newsletter.core.trial import BARE
from newsletter.models.domain_looks import DomainVerdict
from newsletter.models.newsletters import Newsletter

TRIAL_TOKEN = "A" * 25


def trial_sender(newsletter: Newsletter, *, base_url: str, sending_domain: str) -> SenderFacts:
    """What the headers of a trial letter say."""
    view_url = f"{base_url}/letters/{TRIAL_TOKEN}/"
    return newsletter.sender_facts(base_url=base_url, sending_domain=sending_domain, view_url=view_url)


def sender_standing(newsletter: Newsletter, *, base_url: str, sending_domain: str) -> dict:
    """The fields of LetterFacts that speak of the sender."""
    return {
        "newsletter": newsletter.name,
        "from_name": newsletter.wire_name,
        "from_email": newsletter.from_email,
        "reply_to": newsletter.reply_to,
        "postal_address": newsletter.postal_address,
        "headers": _header_names(trial_sender(newsletter, base_url=base_url, sending_domain=sending_domain)),
        "own_hosts": frozenset({urlsplit(base_url).hostname or ""}),
        "private_prefixes": (f"{base_url}/admin/",),
        **_domain_facts(newsletter.from_email.rpartition("@")[2]),
    }


def _domain_facts(from_domain: str) -> dict:
    """What was found when the sending domain was last looked at, if that was lately; no name server is asked here."""
    known = DomainVerdict.objects.lately()
    return {
        "domain_faults": faults(known, from_domain=from_domain),
        "domain_doubts": doubts(known, from_domain=from_domain),
    }


def _header_names(sender: SenderFacts) -> frozenset[str]:
    try:
        lines = [*static_lines(sender), *recipient_lines(BARE, facts=sender)]
    except HeaderRefused:
        return frozenset()
    return frozenset(line.partition(":")[0] for line in lines)
