"""Whether a domain takes mail at all."""

import dns.exception
import dns.resolver

NULL_MX = "."


def takes_mail(domain: str, *, timeout_s: float = 2.0) -> bool:
    """False only where DNS says so: no such domain, a null MX (RFC 7505), or neither MX nor address (RFC 5321 5.1).

    A name server that is slow, broken or out of reach proves nothing about a mailbox: that is a yes.
    """
    try:
        hosts = dns.resolver.resolve(domain, "MX", lifetime=timeout_s)
    except dns.resolver.NXDOMAIN:
        return False
    except dns.resolver.NoAnswer:
        return _has_address(domain, timeout_s)
    except dns.exception.DNSException:
        return True
    return any(str(host.exchange) != NULL_MX for host in hosts)


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
