"""What a file's columns hold, and on what the consent in it rests: said by a person before anything is read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.day_fields import day_input
from newsletter.admin.imports import JobPage
from newsletter.core.subscriber_files.basis import BASES, Basis, BasisKind
from newsletter.core.subscriber_files.columns import ATTRIBUTE, WORDS
from newsletter.core.subscriber_files.dialects import DELIMITERS
from newsletter.core.subscriber_files.encodings import ENCODINGS
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.core.subscriber_files.layouts.known import LAYOUTS
from newsletter.core.subscriber_files.layouts.partwise import LAYOUT as OWN
from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.core.subscriber_files.tables import Table
from newsletter.importing.deeds import ImportRefused, read
from newsletter.importing.files import first_rows, read_anew
from newsletter.models import AttributeField, ImportJob
from newsletter.tasks import call_importer

STANCES = {
    "": "As the file says",
    "left": "Left",
    "bounced": "Cannot be reached",
    "complained": "Pressed spam",
}
LEAVE_OUT = "Leave it out"
TWICE = "Two columns are said to hold the same. Choose one of them."


class TableForm(forms.Form):
    """How one file is read: as a whole, and column by column."""

    encoding = forms.ChoiceField(choices=list(ENCODINGS.items()), label="Written in")
    delimiter = forms.ChoiceField(choices=list(DELIMITERS.items()), label="Cells are parted by", required=False)
    layout = forms.ChoiceField(
        choices=[(layout.slug, layout.label) for layout in LAYOUTS.values() if layout is not OWN], label="It comes from"
    )
    stance = forms.ChoiceField(choices=list(STANCES.items()), label="Its readers", required=False)

    def __init__(self, *args, table: Table, **kwargs):
        super().__init__(*args, initial=_initial(table), **kwargs)
        self.table, self.layout_of = table, LAYOUTS[table.layout]
        self.is_own = self.layout_of is OWN
        if self.is_own:
            self.fields = {}
            return
        choices = [("", LEAVE_OUT), *WORDS.items(), *_attributes()]
        for place in range(len(table.meanings)):
            self.fields[f"column{place}"] = forms.ChoiceField(choices=choices, required=False)

    def clean(self):
        cleaned = super().clean()
        taken = [meaning for meaning in self._meanings(cleaned) if meaning]
        if len(taken) != len(set(taken)):
            raise forms.ValidationError(TWICE)
        return cleaned

    def mended(self) -> Table:
        """The table as it was said to be."""
        if self.is_own:
            return self.table
        given = self.cleaned_data
        return replace(
            self.table, meanings=tuple(self._meanings(given)), layout=given["layout"], stance=given["stance"]
        )

    def columns(self, cells: Sequence[Sequence[str]]):
        """Each column for the page: its name, some of its cells, and the field that says what it holds."""
        names = self.table.header or [f"Column {place + 1}" for place in range(len(self.table.meanings))]
        return [
            {"name": name, "cells": cells[place] if cells else (), "field": self[f"column{place}"]}
            for place, name in enumerate(names[: len(self.table.meanings)])
        ]

    def _meanings(self, given: dict[str, Any]) -> list[str]:
        return [given.get(f"column{place}", "") for place in range(len(self.table.meanings))]


class BasisForm(forms.Form):
    """On what the consent of these readers rests."""

    basis = forms.ChoiceField(
        choices=[(kind.value, words) for kind, words in BASES.items()],
        widget=forms.RadioSelect,
        label="How do you know that they agreed?",
    )
    wording = forms.CharField(
        label="The words they agreed to",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="As they stood on the form. Not needed if nobody agreed, or if you do not know.",
    )
    agreed_on = forms.DateField(
        label="The day on which all of them had agreed",
        widget=day_input(),
        required=False,
        help_text="Only for your own word: it counts for whoever has no date in the file.",
    )
    evidence = forms.CharField(
        label="How you know", max_length=200, required=False, help_text="Only for your own word: where the proof lies."
    )

    def basis_said(self) -> Basis:
        """As the import keeps it."""
        given = self.cleaned_data
        day = given["agreed_on"]
        return Basis(
            kind=BasisKind(given["basis"]),
            wording=given["wording"].strip(),
            evidence=given["evidence"].strip(),
            given_on=datetime.combine(day, time(), tzinfo=UTC) if day else None,
        )


class ReadView(JobPage):
    """POST: look at a file in another way, or have all of them read. Nothing of any reader changes."""

    http_method_names = ("post",)

    def post(self, request, **_kwargs):
        again = request.POST.get("again", "")
        try:
            if again.isdecimal() and int(again) < len(self.job.tables):
                self._look_again(int(again), request.POST)
            else:
                return self._read(request)
        except (ImportRefused, FileRefused) as refused:
            messages.error(request, str(refused))
        return redirect(self.job)

    def _look_again(self, place: int, given) -> None:
        asked = {name: given.get(f"t{place}-{name}", "") for name in ("encoding", "delimiter", "layout")}
        if asked["encoding"] not in ENCODINGS or asked["delimiter"] not in DELIMITERS or asked["layout"] not in LAYOUTS:
            raise ImportRefused("That choice is not offered here, so nothing was changed.")
        tables = list(self.job.tables)
        tables[place] = {**tables[place], "table": read_anew(tables[place], **asked).as_json()}
        ImportJob.objects.filter(pk=self.job.pk, state=JobState.MAPPING).update(tables=tables, failure="")

    def _read(self, request):
        forms_of = table_forms(self.job, request.POST)
        basis = BasisForm(request.POST)
        if not all([*(form.is_valid() for form in forms_of), basis.is_valid()]):
            return self.render_to_response(self.get_context_data(**mapping_context(self.job, request, forms_of, basis)))
        read(self.job, tables=[form.mended() for form in forms_of], basis=basis.basis_said())
        call_importer()
        return redirect(self.job)

    template_name = "newsletter/admin/import_mapping.html"

    def dispatch(self, request, *args, **kwargs):
        self.page_title = "Look at the columns"
        return super().dispatch(request, *args, **kwargs)


def table_forms(job: ImportJob, given=None) -> list[TableForm]:
    """One form for each file, in order."""
    return [TableForm(given, prefix=f"t{place}", table=table) for place, table in enumerate(job.read_tables)]


def mapping_context(job: ImportJob, request, forms_of: list[TableForm], basis: BasisForm) -> dict[str, Any]:
    """What the page of columns shows. Cells are shown to the person who brought the file, and to nobody else."""
    own = job.by_id == request.user.pk
    tables = [
        {"form": form, "columns": () if form.is_own else form.columns(_cells(kept, form) if own else ())}
        for kept, form in zip(job.tables, forms_of, strict=True)
    ]
    needs_basis = not all(form.is_own for form in forms_of)
    return {"job": job, "tables": tables, "basis": basis, "needs_basis": needs_basis, "is_own": own}


def _cells(kept: dict, form: TableForm) -> list[list[str]]:
    try:
        return first_rows(kept, form.table)
    except FileRefused:  # its day is over; the page says so when it is read
        return []


def _initial(table: Table) -> dict[str, Any]:
    columns = {f"column{place}": meaning for place, meaning in enumerate(table.meanings)}
    said = {"encoding": table.encoding, "delimiter": table.delimiter, "layout": table.layout, "stance": table.stance}
    return {**said, **columns}


def _attributes() -> list[tuple[str, str]]:
    return [(f"{ATTRIBUTE}{row.slug}", row.label) for row in AttributeField.objects.order_by("label")]
