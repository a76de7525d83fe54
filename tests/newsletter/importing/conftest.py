"""An import from its file to its readers, as a worker does it."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newsletter.core.subscriber_files.basis import Basis, BasisKind
from newsletter.importing.deeds import read, start, undo
from newsletter.importing.files import open_job
from newsletter.importing.work import work_on_imports
from newsletter.models import ImportJob

WORDING = "Send me letters."
PROOF = Basis(kind=BasisKind.PROOF, wording=WORDING)
UNKNOWN = Basis(kind=BasisKind.UNKNOWN)


def work() -> None:
    assert not work_on_imports(run=secrets.token_hex(8), over=lambda: False)


def fresh(job: ImportJob) -> ImportJob:
    return ImportJob.objects.get(pk=job.pk)


class Importer:
    """Does an import step by step, or as a whole."""

    def __init__(self, cast, staff) -> None:
        self.cast, self.staff = cast, staff

    def opened(self, *files: str | bytes, names=("readers.csv",), newsletter=None) -> ImportJob:
        names = [*names, *(f"more{number}.csv" for number in range(len(files)))]
        uploads = [
            SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
            for name, data in zip(names, files, strict=False)
        ]
        return open_job(uploads, newsletter=newsletter or self.cast.newsletter, by=self.staff)

    def dry(self, *files: str | bytes, basis: Basis = PROOF, **kwargs) -> ImportJob:
        job = self.opened(*files, **kwargs)
        read(job, tables=job.read_tables, basis=basis)
        work()
        return fresh(job)

    def whole(self, *files: str | bytes, **kwargs) -> ImportJob:
        job = self.dry(*files, **kwargs)
        start(job, by=self.staff)
        work()
        return fresh(job)

    def undone(self, job: ImportJob) -> ImportJob:
        undo(job, by=self.staff)
        work()
        return fresh(job)


@pytest.fixture
def importer(cast, staff):
    return Importer(cast, staff)
