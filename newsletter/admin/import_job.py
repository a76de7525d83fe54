"""One import on its way: its columns, its dry run, its progress, what became of it, and the way back."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin import messages

from cms.core.csv_cells import BOM, csv_line
from newsletter.admin.import_ask import asking_facts
from newsletter.admin.import_mapping import BasisForm, mapping_context, table_forms
from newsletter.admin.imports import JobPage
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.core.subscriber_files.settling import LOSES
from newsletter.core.subscriber_files.verdicts import OUTCOMES, WORDS, Verdict
from newsletter.importing import deeds
from newsletter.importing.deeds import ImportRefused
from newsletter.models import ImportJob
from newsletter.tasks import call_importer

SHOWN = 50  # rows on the page; the report holds all of them
NO_PROOF = "Nothing shows that they agreed, and when."
COLUMNS = ("Row", "File", "Line", "Outcome", "Column", "Why")


class JobView(JobPage):
    """The page of an import, whatever its state."""

    def get(self, request, **_kwargs):
        if self.job.state == JobState.MAPPING:
            self.page_title, self.template_name = "Look at the columns", "newsletter/admin/import_mapping.html"
            context = mapping_context(self.job, request, table_forms(self.job), BasisForm(initial=_basis(self.job)))
        else:
            self.page_title, self.template_name = str(self.job), "newsletter/admin/import_job.html"
            context = self._standing()
        return self.render_to_response(self.get_context_data(**context))

    def _standing(self) -> dict[str, Any]:
        job = self.job
        rows = list(_rows(job).reported()[:SHOWN]) if job.state != JobState.FORGOTTEN else []
        return {
            **numbers(job),
            **asking_facts(job),
            "reported": told(job, rows),
            "again": _same_file(job),
            "numbers_url": reverse("newsletter_imports:numbers", args=[job.public_id]),
        }


class NumbersView(JobPage):
    """The same numbers as JSON, for the script that keeps the page fresh."""

    def get(self, request, **_kwargs):
        html = render_to_string("newsletter/admin/import_numbers.html", numbers(self.job), request=request)
        return JsonResponse({"state": self.job.state, "is_over": not self.job.is_at_work, "html": html})


class DeedView(JobPage):
    """Start, look again, go on, undo, give up: a POST with one of these words."""

    http_method_names = ("post",)

    def post(self, request, **_kwargs):
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            messages.success(request, deed(self.job, request.user))
            call_importer()
        except ImportRefused as refused:
            messages.error(request, str(refused))
        return redirect("newsletter_imports:list" if deed is _give_up else self.job)


class ReportView(JobPage):
    """Every row that was not simply taken, as CSV. It names rows and lines, and nobody."""

    def get(self, _request, **_kwargs):
        answer = StreamingHttpResponse(_report(self.job), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{self.job.short_id}.csv"'
        return answer


def numbers(job: ImportJob) -> dict[str, Any]:
    """The sums of the dry run, or of the import itself once it began, and how far it is."""
    begun = job.state not in {JobState.READING, JobState.REVIEW}
    sums = job.made if begun else job.counts
    share = job.done_to / job.rows if job.rows else 0
    return {
        "job": job,
        "sums": [(WORDS[verdict], sums[verdict]) for verdict in Verdict if sums.get(verdict)],
        "total": sum(sums.values()),
        "losing": _rows(job).remarked(LOSES).count() if sums.get(Verdict.LEFT) or sums.get(Verdict.ENDED) else 0,
        "is_promise": not begun,
        "percent": round(100 * (1 - share if job.state == JobState.UNDOING else share)),
    }


def told(job: ImportJob, rows) -> list[tuple]:
    """Rows as the page and the report tell them."""
    names = [table.name for table in job.read_tables]
    return [(row.number, names[row.table], row.line, *_outcome(row)) for row in rows]


def _outcome(row) -> tuple[str, str, str]:
    verdict = Verdict(row.verdict)
    return OUTCOMES[verdict], row.column, row.reason or (NO_PROOF if verdict is Verdict.PENDING else "")


def _rows(job: ImportJob):
    """The rows that say what became of the file, or would: staged until they are applied."""
    return job.staged if job.state in {JobState.READING, JobState.REVIEW} else job.outcomes


def _report(job: ImportJob) -> Iterator[str]:
    yield BOM + csv_line(COLUMNS)
    for row in _rows(job).reported().iterator(chunk_size=2_000):
        yield from (csv_line(map(str, cells)) for cells in told(job, [row]))


def _basis(job: ImportJob) -> dict[str, Any]:
    day = job.agreed_on.date() if job.agreed_on else None
    return {"basis": job.basis, "wording": job.wording, "evidence": job.evidence, "agreed_on": day}


def _same_file(job: ImportJob) -> ImportJob | None:
    """An import of the very same bytes that stands."""
    same = ImportJob.objects.filter(sha256=job.sha256, newsletter=job.newsletter, state=JobState.APPLIED)
    return same.exclude(pk=job.pk).first() if job.state == JobState.REVIEW else None


def _start(job: ImportJob, by) -> str:
    deeds.start(job, by=by)
    return "Readers are coming in. You can leave this page; it goes on by itself."


def _look_again(job: ImportJob, _by) -> str:
    deeds.look_again(job)
    return "Nothing was taken. Look at the columns again."


def _go_on(job: ImportJob, _by) -> str:
    deeds.go_on(job)
    return "It goes on behind the last row that was dealt with."


def _undo(job: ImportJob, by) -> str:
    deeds.undo(job, by=by)
    return "It is being undone. What readers or staff have touched since stays."


def _give_up(job: ImportJob, _by) -> str:
    deeds.give_up(job)
    return "The file is deleted. Nothing of it was taken."


DEEDS = {"start": _start, "look_again": _look_again, "go_on": _go_on, "undo": _undo, "give_up": _give_up}
