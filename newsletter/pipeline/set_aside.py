"""An issue whose start fails is set aside, so that no other one waits for it."""

import logging

from newsletter.core.failures import where
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.models import Issue

MOST_FAILURES = 5  # starts; with a tick each second a person is asked after five seconds

log = logging.getLogger(__name__)


def set_aside(issue_id: int, failure: Exception) -> None:
    """Count the failure; the fifth one holds the issue, and a person decides."""
    kind, failures = type(failure).__name__, Issue.objects.count_failure(issue_id)
    log.error("issue not started", extra={"issue": issue_id, "failures": failures, "kind": kind, "at": where(failure)})
    if failures >= MOST_FAILURES:
        Issue.objects.hold(issue_id, Hold(reason=HoldReason.ERROR, detail=f"{kind}; the log says where."))
