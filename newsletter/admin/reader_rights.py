"""What a reader may ask staff for instead of their own page: all their data, and to be forgotten."""

from django.http import JsonResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.admin.reader import ReasonedReaderPage
from newsletter.admin.readers_page import ERASE, SEE_ADDRESS
from newsletter.models import AccessRecord
from newsletter.rights import erase_reader, export_reader

NOT_SURE = "Tick that you know that it cannot be undone. Nothing was erased."


class DataView(ReasonedReaderPage):
    """POST gives all that is known of the reader as a file."""

    permission_required = SEE_ADDRESS

    def act(self, request, why):
        AccessRecord.objects.note("exported", by=request.user, readers=[self.reader], fields="everything", why=why)
        told = JsonResponse(export_reader(self.reader), json_dumps_params={"ensure_ascii": False, "indent": 2})
        told["Content-Disposition"] = f'attachment; filename="reader-{self.reader.short_id}.json"'
        return told


class EraseView(ReasonedReaderPage):
    """POST erases the reader, with a reason and a tick."""

    permission_required = ERASE

    def act(self, request, why):
        if "sure" not in request.POST:
            return self.refuse(NOT_SURE)
        AccessRecord.objects.note("erased", by=request.user, readers=[self.reader], why=why)
        erase_reader(self.reader, objects="never" in request.POST, by=request.user)
        messages.success(request, f"Reader {self.reader.short_id} is erased. Nothing names them any more.")
        return redirect("newsletter_readers:list")
