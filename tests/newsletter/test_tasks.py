from django.core.files.uploadedfile import SimpleUploadedFile

from newsletter.core.subscriber_files.basis import Basis, BasisKind
from newsletter.importing.deeds import read
from newsletter.importing.files import open_job
from newsletter.models import ImportJob
from newsletter.tasks import wake_importer, wake_scheduler, wake_sender
from newsletter.transports.choose import memory
from tests.factories import due_issue, states


def test_two_wakes_do_what_the_loops_would(cast):
    issue = due_issue(cast.newsletter)

    for _ in range(2):
        wake_scheduler.enqueue()
        wake_sender.enqueue()

    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert len(memory().kept) == 2
    memory().kept.clear()


def test_a_wake_of_the_importer_does_what_waits(cast):
    job = open_job([SimpleUploadedFile("list.txt", b"fay@example.org")], newsletter=cast.newsletter, by=None)
    read(job, tables=job.read_tables, basis=Basis(kind=BasisKind.UNKNOWN))
    wake_importer.enqueue()

    assert ImportJob.objects.get().counts == {"pending": 1}
