"""The title helper's page: "Part N" moves from a title into the place in the series, once a person says so."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cms.core.findings import Finding, Level
from series.models import ArticlePage
from series.name_part import NamedPart, name_part, named_part

LABEL_LENGTH = 40  # as the part's own field
LOCKED = "“{}” is locked. Ask whoever locked it, then try again."
DONE = "Moved, as drafts of the article and of “{}”. Publish both when you like; the history of each can take it back."


class TitleForm(forms.Form):
    """What both will be called; the author has the last word."""

    title = forms.CharField(label="Title of the article", max_length=255)
    label = forms.CharField(
        label="The part is called",
        required=False,
        max_length=LABEL_LENGTH,
        help_text="Leave it empty and the series counts by itself.",
    )
    shorten_address = forms.BooleanField(
        label="Make the address follow the title",
        required=False,
        help_text="The old address then leads to the new one. Without this the address stays as it is.",
    )


def title_finding(article: ArticlePage) -> Finding | None:
    """The hint in preflight that opens this page, where there is something to offer."""
    found = named_part(article)
    if found is None:
        return None
    words = f"The title says “{found.offer.label}”, and “{found.series.title}” counts its parts by itself."
    return Finding(check="title", level=Level.HINT, field="title", words=words, passage=found.article.title)


@require_http_methods(["GET", "HEAD", "POST"])
def title(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows what would change; a press writes two drafts, and nothing goes live."""
    page = get_object_or_404(ArticlePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    found = named_part(page)
    if found is None:
        messages.info(request, "There is nothing to move: the title holds no part number of a series.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    if not found.series.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = TitleForm(request.POST or None, initial={"title": found.offer.short_title, "label": found.label})
    if request.method == "POST" and form.is_valid() and _move(form, found, request.user):
        messages.success(request, DONE.format(found.series.title))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return _show(request, found, form)


def _move(form: TitleForm, found: NamedPart, user) -> bool:
    locked = [page for page in (found.article, found.series) if page.permissions_for_user(user).page_locked()]
    for page in locked:
        form.add_error(None, LOCKED.format(page.title))
    if locked:
        return False
    try:
        name_part(found, **form.cleaned_data, user=user)
    except ValidationError as refusal:
        form.add_error(None, ValidationError([*refusal.messages, "Nothing was changed."]))
        return False
    return True


def _show(request: HttpRequest, found: NamedPart, form: TitleForm) -> HttpResponse:
    context = {
        "page_title": "Move the number out of the title",
        "header_icon": "title",
        "found": found,
        "form": form,
        "article_id": found.article.pk,
    }
    return render(request, "series/admin/title.html", context)
