"""What a letter says around its content, as plain values that a shell template prints."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from cms.countries import country_name
from cms.models import SupportLine
from cms.rich_text import targets
from cms.rich_text.targets import Target


def support_entries(lines: Iterable[SupportLine], *, base: str) -> tuple["SupportEntry", ...]:
    """Support lines as letters and pages show them, in the given order; of several countries, each says its own."""
    given = tuple(lines)
    several = len({line.country for line in given}) > 1
    return tuple(_entry(line, _told(line) if several else line.name, base) for line in given)


def _told(line: SupportLine) -> str:
    country = country_name(line.country)
    return line.name if country in line.name else f"{line.name} ({country})"


def _entry(line: SupportLine, name: str, base: str) -> "SupportEntry":
    return SupportEntry(name=name, ways=_ways(line, name, base), hours=line.hours, text=line.text, words=line.audience)


def _ways(line: SupportLine, name: str, base: str) -> tuple["SupportWay", ...]:
    ways = []
    if line.phone:
        ways.append(SupportWay(line.phone, targets.phone(line.phone)))
    if line.url:
        ways.append(SupportWay(gettext("%(name)s on the web") % {"name": name}, targets.web(line.url, base=base)))
    return tuple(ways)


@dataclass(frozen=True)
class WayOut:
    """One link of the footer, such as unsubscribe; `url` may be a merge field."""

    label: str
    url: str


@dataclass(frozen=True)
class SupportWay:
    """One way to reach a support line: the words, and where they lead."""

    label: str
    target: Target

    @property
    def plain(self) -> str:
        """For the text half: a number speaks for itself, an address is written out."""
        return self.target.href if self.target.kind == "web" else self.label


@dataclass(frozen=True)
class SupportEntry:
    """A support line as readers see it."""

    name: str
    ways: tuple[SupportWay, ...] = ()
    hours: str = ""
    text: str = ""
    words: str = ""

    @property
    def by_text(self) -> str:
        """The number for a text message, in words."""
        return gettext("text %(number)s") % {"number": self.text} if self.text else ""


@dataclass(frozen=True)
class Logo:
    """`url` absolute, `width` in px as shown."""

    url: str
    width: int


@dataclass(frozen=True, kw_only=True)
class Shell:
    """All that a letter says around its content; empty things are left out."""

    subject: str
    name: str
    preview_text: str = ""
    logo: Logo | None = None
    home_url: str = ""
    web_url: str = ""
    web_first: bool = False
    kicker: str = ""
    greeting: str = ""
    support: tuple[SupportEntry, ...] = ()
    disclaimer: str = ""
    why: str = ""
    ways_out: tuple[WayOut, ...] = ()
    address: str = ""
