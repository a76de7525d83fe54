"""Every route of the running site, and the addresses that lead to it."""

import inspect
import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

INSIDE = r"(?:[^()]|\([^()]*\))*"
PARAMETER = re.compile(rf"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>{INSIDE}\)|\((?!\?){INSIDE}\)")


def routes(urlconf: str | None = None) -> list[str]:
    """The patterns as they are written, from the root, in their order; each once."""
    return list(dict.fromkeys(_walked(get_resolver(urlconf), "")))


def views() -> Iterator[tuple[str, type]]:
    """Every pattern whose view is a class, with that class."""
    for pattern, callback in _called(get_resolver(), ""):
        view = inspect.unwrap(callback, stop=lambda found: hasattr(found, "view_class"))
        if hasattr(view, "view_class"):
            yield pattern, view.view_class


def _called(resolver: URLResolver, before: str) -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        yield from [(pattern, entry.callback)] if isinstance(entry, URLPattern) else _called(entry, pattern)


def _walked(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        yield from [pattern] if isinstance(entry, URLPattern) else _walked(entry, pattern)


def parameters(pattern: str) -> list[str]:
    """Their names, in order; an unnamed group of a regular expression has its number: 0, 1."""
    named = [first or second for first, second in PARAMETER.findall(pattern)]
    return [name or str(at) for at, name in enumerate(named)]


def address(pattern: str, values: Mapping[str, object]) -> str:
    """The path with these values. Raises KeyError for one that is missing."""
    names = iter(parameters(pattern))
    filled = PARAMETER.sub(lambda _: str(values[next(names)]), pattern)
    return "/" + filled.replace("^", "").replace("$", "").replace(r"\.", ".").replace(".*", "no-such-place")
