"""A ledger that ends its process at one commit: `before mark` dies with the mark not committed, `after mark` with it.

It stands around Django's own connection, in the child that is about to die; the product has no hooks.
"""

import os
import re
import signal
from functools import wraps

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# What each kind of commit writes into the row of a delivery.
WRITES = {
    "claim": re.compile(r'UPDATE.*newsletter_delivery.*"?claims"? = ', re.DOTALL),
    "mark": re.compile(r'UPDATE.*newsletter_delivery.*"?marked_at"? = (?!NULL|%s)', re.DOTALL),
    "receipt": re.compile(r'UPDATE.*newsletter_delivery.*"?smtp_code"? = ', re.DOTALL),
}
EPITAPH = "ended itself"


def arm(moment: str) -> None:
    """From here on this process ends at that moment."""
    when, kind = moment.split()
    execute, commit = CursorWrapper.execute, BaseDatabaseWrapper._commit

    @wraps(execute)
    def watched(self, sql, params=None):
        if WRITES[kind].search(str(sql)):
            self.db.is_doomed = True
            if self.db.get_autocommit() and when == "before":
                _die(moment)
        result = execute(self, sql, params)
        if getattr(self.db, "is_doomed", False) and self.db.get_autocommit() and when == "after":
            _die(moment)
        return result

    @wraps(commit)
    def last(self):
        doomed = getattr(self, "is_doomed", False)
        if doomed and when == "before":
            _die(moment)
        result = commit(self)
        if doomed:
            _die(moment)
        return result

    CursorWrapper.execute, BaseDatabaseWrapper._commit = watched, last


def _die(moment: str) -> None:
    os.write(2, f"{EPITAPH} {moment}\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)
