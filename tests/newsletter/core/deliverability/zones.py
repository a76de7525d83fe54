"""The zones of tests/zones: `good.zone`, and what each other one changes in it and expects of us.

`; without: name type` takes a record of the good zone out, `; set: fact=a,b` changes what this site was told,
`; verdict: check says: words`, `; hint: check words` and `; publish: check text` are expectations,
`; offline` means that no name server answers, `; walled` that it denies every name.
Everything that is not named is good, and without hints.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from newsletter.core.deliverability.facts import DomainFacts

FOLDER = Path(__file__).parents[3] / "zones"
KEYS = FOLDER / "keys"
NAMES = sorted(path.stem for path in FOLDER.glob("*.zone"))
FACTS = DomainFacts(
    sending_domain="news.example.org",
    site_url="https://example.org",
    now=datetime(2026, 11, 25, tzinfo=UTC),
    from_domains=("example.org",),
    mail_host="mail.example.org",
    addresses=("192.0.2.7", "2001:db8::7"),
    dkim_selectors=("pw1",),
    dkim_domain="news.example.org",
    dkim_key=(KEYS / "public.pem").read_text(),
)


@dataclass(frozen=True, kw_only=True)
class Zone:
    """`verdicts`, `hints` and `publish` are (check, ...) as the file says them."""

    text: str
    facts: DomainFacts
    is_offline: bool
    verdicts: tuple[tuple[str, str, str], ...]
    hints: tuple[tuple[str, str], ...]
    publish: tuple[tuple[str, str], ...]


def zone(name: str) -> Zone:
    """The zone of that file, laid over the good one."""
    lines = (FOLDER / f"{name}.zone").read_text().splitlines()
    good = (FOLDER / "good.zone").read_text().splitlines()
    dropped = [tuple(line.split()) for line in _told(lines, "without")]
    kept = [line for line in good if tuple(line.split()[:2]) not in dropped and name != "good"]
    kept = [] if "; walled" in lines else kept
    return Zone(
        text="\n".join([*kept, *lines, ""]),
        facts=_facts(dict(line.partition("=")[::2] for line in _told(lines, "set"))),
        is_offline="; offline" in lines,
        verdicts=tuple(_verdict(line) for line in _told(lines, "verdict")),
        hints=tuple(line.partition(" ")[::2] for line in _told(lines, "hint")),
        publish=tuple(line.partition(" ")[::2] for line in _told(lines, "publish")),
    )


def _told(lines: Iterable[str], what: str) -> list[str]:
    return [line.removeprefix(f"; {what}: ") for line in lines if line.startswith(f"; {what}: ")]


def _verdict(line: str) -> tuple[str, str, str]:
    asked, _, words = line.partition(": ")
    check, says = asked.split()
    return check, says, words


def _facts(told: dict[str, str]) -> DomainFacts:
    many = {"from_domains", "addresses", "spf_includes", "dkim_selectors"}
    values = {name: tuple(filter(None, value.split(","))) if name in many else value for name, value in told.items()}
    return replace(FACTS, **values)
