"""Readers of an import who wait without proof: seen as a number, with the mail that would ask them, and asked once."""

from typing import Any

from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.admin.imports import JobPage
from newsletter.asking import AskingRefused, ask_once, askable, preview
from newsletter.core.merge_fields import Escape, fill
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.models import ImportJob
from newsletter.sign_up_hearing import names
from newsletter.tasks import call_importer


class AskView(JobPage):
    """GET shows how many and what they would read, POST asks them. Nobody is asked a second time."""

    page_title = "Ask them once"
    template_name = "newsletter/admin/import_ask.html"

    def get(self, _request, **_kwargs):
        return self.render_to_response(self.get_context_data(job=self.job, **asking_facts(self.job), **self._letter()))

    def post(self, request, **_kwargs):
        try:
            ask_once(self.job, by=request.user, why=request.POST.get("why", ""))
        except AskingRefused as refused:
            messages.error(request, str(refused))
            return self.get(request)
        call_importer()
        messages.success(request, "They are being asked. You can leave this page; it goes on by itself.")
        return redirect(self.job)

    def _letter(self) -> dict[str, Any]:
        newsletter = self.job.newsletter
        letter = preview(newsletter)
        choices = names([newsletter], language=newsletter.language)
        values = {"choices": choices, "newsletter": newsletter.name, "link_url": "#"}
        return {
            "subject": letter.subject,
            "text": fill(letter.text, values, escape=Escape.TEXT),
            "html": fill(letter.html, values, escape=Escape.HTML),
        }


def asking_facts(job: ImportJob) -> dict[str, Any]:
    """How many may be asked, and what became of those who were; nothing before the readers are in."""
    can_be = job.state == JobState.APPLIED and not job.rows_are_gone
    return {
        "to_ask": askable(job).count() if can_be else 0,
        "askings": list(job.askings.select_related("by")),
    }
