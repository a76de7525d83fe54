"""Which receiver a domain belongs to: answers and pace are counted per group, not per domain."""

_GROUPS = {
    "gmail": ("gmail.com", "googlemail.com"),
    "yahoo": ("yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "ymail.com", "rocketmail.com", "aol.com"),
    "microsoft": ("outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de", "live.com", "msn.com"),
    "apple": ("icloud.com", "me.com", "mac.com"),
}
_GROUP_OF = {domain: group for group, domains in _GROUPS.items() for domain in domains}


def receiver_group(mailbox: str) -> str:
    """The group of the address's domain (gmail, yahoo, microsoft, apple), or else the domain itself."""
    domain = mailbox.rpartition("@")[2].lower()
    return _GROUP_OF.get(domain, domain)
