"""The waits of a real installation, shortened, so that two minutes hold what would take days.

Only lengths of time change, and the guard against a letter that ends its senders, which would take a harness that kills
them a hundred times a minute for such a letter. Nothing that decides anything is replaced.
"""

from datetime import timedelta
from importlib import import_module

LEASE_S = 3.0
ANSWER_S = 6.0  # the lease of a mark

SHORTENED = {
    ("newsletter.pipeline.claim", "LEASE"): timedelta(seconds=LEASE_S),
    ("newsletter.models.gate", "ANSWER_TIME"): timedelta(seconds=ANSWER_S),
    ("newsletter.pipeline.hand_over", "OLD_S"): 1.0,
    ("newsletter.pipeline.hand_over", "RENEW_S"): 1.0,
    ("newsletter.pipeline.hand_over", "RETRY_S"): 0.2,
    ("newsletter.models.delivery_rows", "MOST_LOST_CLAIMS"): 1_000_000,
    ("newsletter.core.backoff", "STEPS"): (timedelta(seconds=0.3),),
    ("newsletter.models.throttles", "CLOSED_FOR"): timedelta(seconds=0.5),
    ("newsletter.core.pace", "QUIET"): timedelta(seconds=0.2),
    ("newsletter.core.pace", "SLOWEST"): 20.0,
    ("newsletter.sender", "FIRST_WAIT_S"): 0.2,
    ("newsletter.sender", "LONGEST_WAIT_S"): 1.0,
    ("newsletter.management.looping", "LOOK_S"): 0.2,
    ("newsletter.management.commands.run_scheduler", "WAKE_S"): 0.5,
    ("newsletter.tasks", "AT_MOST_S"): 3.0,
}


def hurry() -> None:
    """In the process of a sender or scheduler, before it begins. Raises LookupError when a length has moved."""
    for (module, name), length in SHORTENED.items():
        holder = import_module(module)
        if not hasattr(holder, name):
            raise LookupError(f"{module} has no {name} any more. Say in tests/torture/haste.py where it went.")
        setattr(holder, name, length)
