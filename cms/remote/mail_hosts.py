"""Whether a domain takes mail at all."""

import dns.exception
import dns.resolver

NULL_MX = "."
ROOT, ROOT_SERVERS = ".", ".root-servers.net."


def takes_mail(domain: str, *, timeout_s: float = 2.0) -> bool:
    """False only where the public DNS says so: no such domain, a null MX (RFC 7505), or no MX and no address.

    A name server that is slow, broken or out of reach proves nothing about a mailbox, and neither does one of a closed
    network, which knows no names but its own (RFC 5321 5.1): that is a yes.
    """
    try:
        hosts = dns.resolver.resolve(domain, "MX", lifetime=timeout_s)
    except dns.resolver.NXDOMAIN:
        return not _knows_all_names(timeout_s)
    except dns.resolver.NoAnswer:
        return _has_address(domain, timeout_s) or not _knows_all_names(timeout_s)
    except dns.exception.DNSException:
        return True
    return any(str(host.exchange) != NULL_MX for host in hosts)


def _knows_all_names(timeout_s: float) -> bool:
    """Whether the name server that said no knows the root of the public DNS; a closed one has none, or its own."""
    try:
        hosts = dns.resolver.resolve(ROOT, "NS", lifetime=timeout_s)
    except dns.exception.DNSException:
        return False
    return any(str(host.target).lower().endswith(ROOT_SERVERS) for host in hosts)


def _has_address(domain: str, timeout_s: float) -> bool:
    for kind in ("A", "AAAA"):
        try:
            dns.resolver.resolve(domain, kind, lifetime=timeout_s)
        except dns.resolver.NoAnswer:
            continue
        except dns.exception.DNSException:
            return True
        return True
    return False
