"""Who looked at readers and changed them: one's own records; all of them for whoever may see all."""

from newsletter.admin.readers_page import ReadersPage
from newsletter.models import AccessRecord

PER_PAGE = 100


class AccessView(ReadersPage):
    """The newest first, by key: `before` is the last record of the page before."""

    page_title = "Access records"
    template_name = "newsletter/admin/access.html"

    def get(self, request):
        records = AccessRecord.objects.visible_to(request.user).select_related("staff").order_by("-pk")
        before = request.GET.get("before", "")
        if before.isascii() and before.isdecimal() and len(before) < 19:
            records = records.filter(pk__lt=int(before))
        rows = list(records[: PER_PAGE + 1])
        older = rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None
        return self.render_to_response(self.get_context_data(records=rows[:PER_PAGE], older=older))
