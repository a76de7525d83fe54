"""Where a link leads: references to pages and documents become public addresses, or nothing."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.core.links import absolute, is_safe, kind_of
from cms.readable import readable
from cms.rich_text.own_addresses import Found, pages_at

_NOT_DIALLED = re.compile(r"[^0-9+]")


@dataclass(frozen=True)
class Target:
    """One place a link leads to; without `href` there is nothing that readers may see.

    `reachable` is False where an author chose something that is not public: preflight stops such a letter.
    """

    href: str
    kind: str
    page_id: int | None = None
    reachable: bool = True

    @property
    def is_closed(self) -> bool:
        """Whether it leads to a page or file of ours that readers may not open."""
        return not self.reachable and self.kind in {"page", "document"}


NOWHERE = Target("", "web")


def web(url: str, *, base: str) -> Target:
    """An address as an author wrote it; one that may mislead leads nowhere."""
    return webs([url], base=base)[url]


def webs(urls: Iterable[str], *, base: str) -> dict[str, Target]:
    """One target for each address; one of a page of ours counts as if that page had been chosen."""
    written = {url: absolute(url, base=base) if url else "" for url in urls}
    # What stands in the page itself is where its reader is, also while it waits for its day.
    elsewhere = {found for url, found in written.items() if is_safe(found) and not url.startswith("#")}
    ours = pages_at(elsewhere, base=base)
    open_pages = {public.pk for public in public_pages(page.page_id for page in ours.values())}
    return {url: _web(url, found, page=ours.get(found), open_pages=open_pages) for url, found in written.items()}


def _web(url: str, address: str, *, page: Found | None, open_pages: Container[int]) -> Target:
    if not url:
        return NOWHERE
    if not is_safe(address):
        return Target("", kind_of(url), reachable=False)
    if page and page.page_id not in open_pages:
        return Target("", "page", page.page_id, reachable=False)
    return Target(address, "page", page.page_id) if page and page.is_whole else Target(address, kind_of(url))


def mail(address: str) -> Target:
    return Target(f"mailto:{address}", "mail")


def phone(number: str) -> Target:
    return Target(f"tel:{_NOT_DIALLED.sub('', number)}", "phone")


def page(page_id: int, *, base: str) -> Target:
    return pages([page_id], base=base)[page_id]


def pages(page_ids: Iterable[int], *, base: str) -> dict[int, Target]:
    """One target for each id; a page that is not live and public leads nowhere and shows no slug."""
    wanted = set(page_ids)
    found = {public.pk: absolute(public.full_url or "", base=base) for public in public_pages(wanted)}
    return {pk: Target(found.get(pk, ""), "page", pk, pk in found) for pk in wanted}


def public_pages(page_ids: Iterable[int]) -> Iterable[Page]:
    """The pages among these that anyone may read."""
    wanted = set(page_ids)
    return readable(Page.objects.filter(pk__in=wanted)) if wanted else ()


def documents(document_ids: Iterable[int], *, base: str) -> dict[int, Target]:
    """One target for each id of an uploaded file; files in private collections lead nowhere."""
    wanted = set(document_ids)
    model = get_document_model()
    public = model.objects.filter(pk__in=wanted, collection__view_restrictions__isnull=True) if wanted else ()
    found = {document.pk: absolute(document.url, base=base) for document in public}
    return {pk: Target(found.get(pk, ""), "document", None, pk in found) for pk in wanted}
