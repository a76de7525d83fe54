"""A worker's look at exports: one at a time, under a lease."""

import logging

from cms.database import AWAY
from newsletter.core.failures import where
from newsletter.exporting.deeds import make
from newsletter.models import ReaderExport

log = logging.getLogger(__name__)


def work_on_exports(*, run: str) -> None:
    """Make what waits. `run` is the random name of this worker's turn."""
    while export := ReaderExport.objects.claim(run):
        try:
            make(export, run=run)
        except AWAY:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others must not wait for this one
            log.error("export stumbled", extra={"kind": type(failure).__name__, "at": where(failure)})  # noqa: TRY400 - no message
            ReaderExport.objects.filter(pk=export.pk).update(state=ReaderExport.State.FAILED, lease="")
