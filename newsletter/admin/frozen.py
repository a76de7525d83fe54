"""The frozen letter of an issue, for staff: the bytes that readers get, with sample values and without counting."""

from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from newsletter.admin.pages import IssuePage
from newsletter.core.clicks import uncounted
from newsletter.core.letter_views import GUARD, as_html, as_text, in_the_dark, sample_values


@method_decorator(xframe_options_sameorigin, name="dispatch")
class FrozenView(IssuePage):
    """`?mode=dark` and `?mode=text` show the other faces."""

    def get(self, request, **_kwargs):
        if self.issue.compiled is None:
            raise Http404
        values = sample_values(newsletter=self.issue.newsletter.name)
        # Staff who try a link are no readers: here each leads straight to its place.
        letter, mode = uncounted(self.issue.compiled.letter), request.GET.get("mode", "")
        if mode == "text":
            return HttpResponse(as_text(letter, values), headers=GUARD)
        html = as_html(letter, values)
        return HttpResponse(in_the_dark(html) if mode == "dark" else html, headers=GUARD)
