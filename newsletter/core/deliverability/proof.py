"""What the verdicts mean for the letters of one sender: when nothing proves that they are theirs, they stop."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from newsletter.core.deliverability import TITLES, Judged
from newsletter.core.deliverability.verdicts import Says

FRESH_FOR = timedelta(days=3)
"""An older verdict says nothing about today."""

_PROOFS = frozenset({"spf", "dkim"})


def faults(known: Iterable[Judged], *, from_domain: str) -> tuple[str, ...]:
    """Why large mailbox providers would refuse every letter, in one sentence; a doubt is none."""
    own = tuple(_about(known, from_domain))
    proofs = {each.verdict.says for each in own if each.check in _PROOFS}
    is_unanswered = any(each.check == "dmarc" and each.verdict.says is Says.FIX for each in own)
    if not is_unanswered or Says.GOOD in proofs or Says.FIX not in proofs:
        return ()
    words = f"Nothing in DNS proves that letters from {from_domain} are yours: SPF, DKIM and DMARC are all to fix."
    return (f"{words} Large mailbox providers refuse such letters.",)


def doubts(known: Iterable[Judged], *, from_domain: str) -> tuple[str, ...]:
    """What is to fix, one sentence each."""
    found = (each for each in _about(known, from_domain) if each.verdict.says is Says.FIX)
    return tuple(f"{TITLES[each.check].partition(':')[0]}: {each.verdict.words}" for each in found)


def _about(known: Iterable[Judged], from_domain: str) -> Iterator[Judged]:
    for each in known:
        if each.check in _PROOFS or (each.check == "dmarc" and each.subject == from_domain.lower()):
            yield each
