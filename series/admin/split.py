"""Split into a series: an author ticks where parts begin; then the series takes the article's place, or is undone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cms.core.findings import Finding, Level
from cms.core.mjml import CompileFailed
from series.admin.split_form import SplitForm
from series.core.split import LONG_READ_MINUTES, cuts, pointers
from series.models import ArticlePage, SeriesIndexPage, Split
from series.previews import compile_preview
from series.split import parts_of, split, swap, swap_back, undo

LONG_LETTER_BYTES = 90_000  # mail programs cut a letter at 102,400 bytes; from here on its author is told
NO_HOME = "There is no page that series live on. Add one below the home page first."
DONE = {
    "swap": "The series is public, and the article's old address leads to it.",
    "swap_back": "The article is public again. The series and its parts are drafts.",
    "undo": "The draft series and its parts are gone. The article is as it was.",
}
STEPS = {"swap": swap, "swap_back": swap_back, "undo": undo}


def split_finding(page: ArticlePage) -> Finding | None:
    """The hint in preflight for a text that is long to read or long as a letter and has headings to cut at."""
    draft = page.get_latest_revision_as_object()
    if Split.objects.filter(article=page).exists():
        return Finding(check="split", level=Level.HINT, words="This article was split into a series.")
    if not cuts(draft.body.get_prep_value()):
        return None
    draft.words = draft.count_words()
    if draft.minutes >= LONG_READ_MINUTES:
        words = f"This takes {draft.minutes} minutes to read. It could be a series."
        return Finding(check="split", level=Level.HINT, words=words)
    size = _letter_bytes(draft)
    if size >= LONG_LETTER_BYTES:
        words = f"As a letter this is {size:,} bytes, and mail programs cut long letters. It could be a series."
        return Finding(check="split", level=Level.HINT, words=words)
    return None


def _letter_bytes(draft: ArticlePage) -> int:
    try:
        return len(compile_preview(draft).html.encode())
    except CompileFailed:  # the letter preview says why
        return 0


@require_http_methods(["GET", "HEAD", "POST"])
def split_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Before the split its places to cut; after it what stands, with the one step on and the one step back."""
    page = get_object_or_404(ArticlePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    row = Split.objects.filter(article=page).select_related("series").first()
    return _after(request, page, row) if row else _before(request, page)


def _before(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    draft = page.get_latest_revision_as_object()
    rows = draft.body.get_prep_value()
    form = SplitForm(
        request.POST or None, rows=rows, revision_id=page.latest_revision_id or 0, initial={"first": draft.title}
    )
    if request.method == "POST" and form.is_valid() and _split(form, page, request.user):
        messages.success(request, "The parts and their series are drafts now. The article stays as it is.")
        return redirect("article_split", page.pk)
    return _show(request, page, form=form, pointers=pointers(rows))


def _split(form: SplitForm, page: ArticlePage, user) -> bool:
    into = SeriesIndexPage.objects.descendant_of(page.get_site().root_page).first()
    if into is None:
        form.add_error(None, NO_HOME)
        return False
    if not all(parent.permissions_for_user(user).can_add_subpage() for parent in (into, page.get_parent())):
        raise PermissionDenied
    try:
        split(page, first=form.cleaned_data["first"], names=form.names, into=into, user=user)
    except ValidationError as refusal:
        form.add_error(None, ValidationError([*refusal.messages, "Nothing was made."]))
        return False
    return True


def _after(request: HttpRequest, page: ArticlePage, row: Split) -> HttpResponse:
    step = request.POST.get("step", "")
    if request.method == "POST" and step in _steps(row):
        _refuse(request.user, page, row, step)
        try:
            STEPS[step](row, user=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join([*refusal.messages, "Nothing was changed."]))
        else:
            messages.success(request, DONE[step])
        return redirect("article_split", page.pk)
    parts = parts_of(row)
    flagged = [(part, pointer) for part in parts for pointer in pointers(part.body.get_prep_value())]
    changed = page.latest_revision_created_at and page.latest_revision_created_at > row.made_at
    return _show(request, page, row=row, parts=parts, flagged=flagged, changed=changed and not row.swapped_at)


def _steps(row: Split) -> tuple[str, ...]:
    return ("swap_back",) if row.swapped_at else ("swap", "undo")


def _refuse(user, page: ArticlePage, row: Split, step: str) -> None:
    """Raises PermissionDenied unless the person may do the step to every page that it changes."""
    for each in (page, row.series, *parts_of(row)):
        may = each.permissions_for_user(user)
        if not (may.can_delete() if step == "undo" and each != page else may.can_publish()):
            raise PermissionDenied


def _show(request: HttpRequest, page: ArticlePage, **found) -> HttpResponse:
    context = {"page_title": "Split into a series", "page_subtitle": page.title, "header_icon": "cut", "page": page}
    return render(request, "series/admin/split.html", {**context, **found})
