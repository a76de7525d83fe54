"""An export from the question to the download; every step of it is on record."""

from collections.abc import Iterator

from django.db import transaction

from newsletter.exporting.writing import write_csv, write_json
from newsletter.models import AccessRecord, PassingFile, ReaderExport

State = ReaderExport.State
NO_REASON = "Say in a few words why: it stays on record."


class ExportRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Cannot be done; the message is meant for the person who asked."""


class LostExport(Exception):  # noqa: N818 - the house names exceptions by what happened
    """Another worker is on it."""


def ask(*, by, why: str, form: str, has_mark: bool) -> ReaderExport:
    """A worker will make it. Raises ExportRefused without a reason."""
    if not why.strip():
        raise ExportRefused(NO_REASON)
    with transaction.atomic():
        export = ReaderExport.objects.create(by=by, why=why.strip()[:400], format=form, has_mark=has_mark)
        AccessRecord.objects.create(
            action=AccessRecord.Action.EXPORTED, staff=by, fields=f"all readers, as {form}", why=export.why
        )
    return export


def make(export: ReaderExport, *, run: str) -> None:
    """The whole file; one that was begun by a worker who is gone is begun anew."""

    def beat() -> None:
        if not ReaderExport.objects.still(export.pk, run):
            raise LostExport

    beat()
    PassingFile.objects.filter(pk=export.file_id).forget()
    file = PassingFile.objects.begin(name=export.file_name)
    ReaderExport.objects.filter(pk=export.pk, lease=run).update(file=file)
    try:
        with file.writer() as sink:
            count = _written(export, sink, beat)
        beat()
    except LostExport:
        _forget(file)
        return
    mine = ReaderExport.objects.filter(pk=export.pk, lease=run, state=State.MAKING)
    mine.update(state=State.READY, records=count, lease="", lease_until=None)


def take(token: str, *, by) -> tuple[ReaderExport, Iterator[bytes]]:
    """The file, once; its bytes go as they are read. Raises ExportRefused for every other link."""
    export = ReaderExport.objects.with_token(token, by=by).first()
    ready = ReaderExport.objects.filter(pk=export.pk, state=State.READY) if export else None
    with transaction.atomic():
        if not ready or not ready.update(state=State.TAKEN):
            raise ExportRefused("This export was taken already, or its day is over. Ask for a new one.")
        AccessRecord.objects.create(
            action=AccessRecord.Action.EXPORTED, staff=by, fields=f"{export.records:,} records taken", why=export.why
        )
    return export, _given_away(export.file)


def forget_exports() -> None:
    """Exports whose file went after its day are over."""
    stale = ReaderExport.objects.filter(state__in=[State.READY, State.MAKING], file__isnull=False)
    over = stale.filter(file__in=PassingFile.objects.over())
    over.update(state=State.OVER, lease="", lease_until=None)


def _written(export: ReaderExport, sink, beat) -> int:
    if export.format == ReaderExport.Format.JSON:
        return write_json(sink, beat=beat)
    return write_csv(sink, beat=beat, has_mark=export.has_mark)


def _given_away(file: PassingFile) -> Iterator[bytes]:
    try:
        yield from file.read()
    finally:
        _forget(file)


def _forget(file: PassingFile) -> None:
    PassingFile.objects.filter(pk=file.pk).forget()
