"""Addresses that were pasted instead of chosen: those of our own hosts are looked up in the page tree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from wagtail.models import Page, Site

_DEEPEST = 20  # steps of a path; no page tree is that deep


@dataclass(frozen=True)
class Found:
    """The page that an address leads to, or the deepest one above it."""

    page_id: int
    is_whole: bool


def pages_at(addresses: Iterable[str], *, base: str) -> dict[str, Found]:
    """The page at or above each absolute address of our own, public or not; other addresses are left out."""
    hosts: frozenset[str] | None = None
    places: dict[str, list[tuple[str, bool]]] = {}
    for address in addresses:
        parts = _split(address)
        if parts and (hosts := hosts or _own_hosts(base)) and _host(parts) in hosts:
            places[address] = list(_places(parts.path))
    wanted = {place for each in places.values() for place, _ in each}
    pages = dict(Page.objects.filter(url_path__in=wanted).values_list("url_path", "pk")) if wanted else {}
    found = {address: _deepest(each, pages) for address, each in places.items()}
    return {address: page for address, page in found.items() if page}


def _own_hosts(base: str) -> frozenset[str]:
    """Every name under which readers reach us: of the sites, of the letters' links, and those that we answer to."""
    known = [base, settings.PARTWISE["cms"]["base_url"], *(root.root_url or "" for root in Site.get_site_root_paths())]
    named = {_host(parts) for parts in map(_split, known) if parts}
    return frozenset(named | {host.lower() for host in settings.ALLOWED_HOSTS if host[:1] not in ".*"})


def _places(path: str) -> Iterator[tuple[str, bool]]:
    """Where the page tree would hold the path, deepest first, and whether that is the whole of it."""
    steps = [step for step in normpath(unquote(path)).split("/") if step not in {"", "."}][:_DEEPEST]
    ways = [steps, steps[1:]] if steps and steps[0].lower() in dict(settings.LANGUAGES) else [steps]
    roots = {root.root_path for root in Site.get_site_root_paths()}
    for length in range(len(steps), 0, -1):
        for way in ways:
            known = way[: length - len(steps) + len(way)]
            below = "".join(f"{step}/" for step in known)
            yield from ((f"{root}{each}", length == len(steps)) for root in roots for each in {below, below.lower()})
    if not steps:
        yield from ((root, True) for root in roots)


def _deepest(places: list[tuple[str, bool]], pages: dict[str, int]) -> Found | None:
    return next((Found(pages[place], is_whole) for place, is_whole in places if place in pages), None)


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} else None
