"""What a reader may ask staff for instead of their own page: all their data, and to be forgotten."""

from django.http import JsonResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.admin.reader import ReaderPage
from newsletter.admin.readers_page import ERASE, SEE_ADDRESS
from newsletter.models import AccessRecord
from newsletter.rights import erase_reader, export_reader

NOT_SURE = "Say why, and tick that it cannot be undone. Nothing was erased."


class DataView(ReaderPage):
    """POST gives all that is known of the reader as a file. Whoever takes it leaves a record."""

    permission_required = SEE_ADDRESS
    http_method_names = ("post",)

    def post(self, request, **_kwargs):
        why = request.POST.get("why", "").strip()
        AccessRecord.objects.note("exported", by=request.user, readers=[self.reader], fields="everything", why=why)
        told = JsonResponse(export_reader(self.reader), json_dumps_params={"ensure_ascii": False, "indent": 2})
        told["Content-Disposition"] = f'attachment; filename="reader-{self.reader.short_id}.json"'
        return told


class EraseView(ReaderPage):
    """POST erases the reader, with a reason and a tick."""

    permission_required = ERASE
    http_method_names = ("post",)

    def post(self, request, **_kwargs):
        why = request.POST.get("why", "").strip()
        if not why or "sure" not in request.POST:
            messages.error(request, NOT_SURE)
            return redirect("newsletter_readers:reader", self.reader.public_id)
        AccessRecord.objects.note("erased", by=request.user, readers=[self.reader], why=why)
        erase_reader(self.reader, objects="never" in request.POST, by=request.user)
        messages.success(request, f"Reader {self.reader.short_id} is erased. Nothing names them any more.")
        return redirect("newsletter_readers:list")
