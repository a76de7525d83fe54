"""The local mailbox of development and the demo: every letter that was handed over to the outbox, to be read."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsletter.conf import conf
from newsletter.core.eml import ReadLetter, read_letter
from newsletter.core.letter_views import GUARD

PER_PAGE = 50
WIDTHS = {"phone": 375, "desktop": 760}  # px


def _for_those_at_home(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only with the outbox, for staff who see addresses and for the machine itself; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if conf().transport != "outbox" or not (_sees_addresses(request) or _is_at_home(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return require_safe(never_cache(guarded))


@_for_those_at_home
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    shelf = Paginator(_files(), PER_PAGE).get_page(request.GET.get("page"))
    letters = sorted((_read(path) for path in shelf), key=lambda letter: letter.date, reverse=True)
    return render(
        request, "newsletter/mailbox/list.html", {"letters": letters, "shelf": shelf, "count": shelf.paginator.count}
    )


@_for_those_at_home
def mailbox_letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter with its headers, at the width of a phone or of a desk."""
    chosen = request.GET.get("width", "desktop")
    size = chosen if chosen in WIDTHS else "desktop"
    context = {"letter": _found(name), "size": size, "width": WIDTHS[size], "face": request.GET.get("face", "html")}
    return render(request, "newsletter/mailbox/letter.html", context)


@_for_those_at_home
@xframe_options_sameorigin
def mailbox_html(_request: HttpRequest, name: str) -> HttpResponse:
    """The letter's HTML, under headers with which it can do nothing."""
    return HttpResponse(_found(name).framed, headers=GUARD)


def _files() -> list[Path]:
    folder = conf().outbox_dir
    return sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []


def _found(name: str) -> ReadLetter:
    path = conf().outbox_dir / f"{name}.eml"
    if not (name.isalnum() and path.is_file()):
        raise Http404
    return _read(path)


def _read(path: Path) -> ReadLetter:
    return read_letter(path.stem, path.read_bytes())


def _sees_addresses(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.has_perm("newsletter.see_address")  # each letter shows its own


def _is_at_home(request: HttpRequest) -> bool:
    """A browser on this machine, and no proxy in between that could speak for somebody else."""
    forwarded = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_loopback(host.strip("[]"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
