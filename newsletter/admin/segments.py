"""Segments in the admin: what there is, the form that builds one with its count, and taking one away."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from cms.clock import database_now
from newsletter.admin.readers_page import ReadersPage
from newsletter.admin.segment_form import SegmentForm, fits_the_form
from newsletter.core.counts import count_words
from newsletter.core.rules.notation import read_rule
from newsletter.core.rules.refusal import RuleRefused
from newsletter.core.rules.tree import Rule
from newsletter.core.rules.words import rule_words
from newsletter.models import Newsletter, Segment
from newsletter.models.segments import names_in
from newsletter.segments import MAY_SEE, USE_PROGRESS, AudienceRefused, estimate_rule, may, take_away

BUILD = "newsletter.change_segment"
TOO_DEEP = "This rule is deeper than this form can show, so it can only be read here."
PROGRESS = "This segment asks how far readers have read. Somebody who may use such rules has to change it."


class SegmentsPage(ReadersPage):
    """A page about segments."""

    permission_required = BUILD

    def get_breadcrumbs_items(self):
        first = super(ReadersPage, self).get_breadcrumbs_items()  # not under the readers, whom few may see
        return [*first, {"url": reverse("newsletter_segments:list"), "label": "Segments"}]


class SegmentsView(SegmentsPage):
    """Every segment with its rule in words, by newsletter."""

    page_title = "Segments"
    template_name = "newsletter/admin/segments.html"

    def get(self, _request):
        newsletters = Newsletter.objects.prefetch_related("segments").order_by("name")
        return self.render_to_response(self.get_context_data(newsletters=newsletters))


class BuildView(SegmentsPage):
    """A new segment, or one that is changed. Every button shows the whole form again; only Save keeps it."""

    template_name = "newsletter/admin/segment.html"

    @cached_property
    def segment(self) -> Segment:
        if pk := self.kwargs.get("pk"):
            return get_object_or_404(Segment.objects.select_related("newsletter"), pk=pk)
        return Segment(newsletter=get_object_or_404(Newsletter, pk=self.kwargs["newsletter"]), owner=self.request.user)

    @property
    def closed(self) -> str:
        """Why this person cannot change this segment here; empty when they can."""
        if not self.segment.pk:
            return ""
        if self.segment.read.asks_progress and not may(self.request.user, USE_PROGRESS):
            return PROGRESS
        return "" if fits_the_form(self.segment) else TOO_DEEP

    def get(self, _request, **_kwargs):
        return self.page(self._form(), self._rule)

    def post(self, request, **_kwargs):
        if self.closed:
            return self.get(request)
        form = self._form(request.POST)
        if form.change(request.POST) or "count" in request.POST:
            return self.page(form, _rule_of(form))
        if form.is_valid() and self._saved(form, request.POST):
            messages.success(request, f"“{self.segment}” is kept. It can be chosen when a letter is scheduled.")
            return redirect("newsletter_segments:list")
        return self.page(form, _rule_of(form))

    @property
    def _rule(self) -> Rule | None:
        return self.segment.read if self.segment.pk else None

    def _form(self, data: QueryDict | None = None) -> SegmentForm:
        viewer, name = self.request.user, self.segment.name
        return SegmentForm(self.segment.newsletter, viewer=viewer, data=data, rule=self._rule, name=name)

    def page(self, form: SegmentForm, rule):
        """The form, what it says in words, and whom it would reach now."""
        self.page_title = (
            f"Segment “{self.segment}”" if self.segment.pk else f"New segment of {self.segment.newsletter}"
        )
        found = estimate_rule(self.segment.newsletter, rule, now=database_now()) if rule else None
        exactly = may(self.request.user, MAY_SEE)
        context = {
            "segment": self.segment,
            "form": form,
            "closed": self.closed,
            "words": rule_words(rule, names=names_in(rule)) if rule else "",
            "found": found,
            "recipients": count_words(found.recipients, exactly=exactly) if found else "",
            "readers": count_words(found.readers, exactly=exactly) if found else "",
        }
        return self.render_to_response(self.get_context_data(**context))

    def _saved(self, form: SegmentForm, data: QueryDict) -> bool:
        self.segment.name, self.segment.rule = data["name"].strip(), form.rule
        try:
            read_rule(form.rule)
            self.segment.full_clean(exclude={"owner"})  # who made it may have left
        except RuleRefused as refused:
            form.name.add_error(None, refused.said)
        except ValidationError as refused:
            form.name.add_error("name", refused.messages)
        else:
            self.segment.save()
            return True
        return False


class DeleteView(SegmentsPage):
    """POST takes one away, unless a letter means it."""

    http_method_names = ("post",)

    def post(self, request, pk):
        segment = get_object_or_404(Segment, pk=pk)
        try:
            take_away(segment)
            messages.success(request, f"“{segment}” is gone. Letters that are frozen keep its rule.")
        except AudienceRefused as refused:
            messages.error(request, str(refused))
        return redirect("newsletter_segments:list")


def _rule_of(form: SegmentForm):
    """The rule as it stands in the form; None while it cannot be read."""
    try:
        return read_rule(form.rule) if form.can_be_counted else None
    except RuleRefused as refused:
        form.name.add_error(None, refused.said)
        return None
