"""In a crowd a sign-up brings some work of the browser, or waits; neither is a puzzle, and no cookie is needed."""

import math
import secrets
import time
from dataclasses import dataclass

from django.core import signing

from newsletter.core.crowd import BITS, RIPE_AFTER, Way, is_done, task_for
from newsletter.core.sign_up import LONGEST_S

SALT = "newsletter sign-up in a crowd"


@dataclass(frozen=True)
class Ticket:
    """What the page in a crowd carries: signed, for one address, made at `made_at` (seconds)."""

    nonce: str
    task: str
    made_at: int

    @property
    def signed(self) -> str:
        return signing.dumps({"nonce": self.nonce, "task": self.task, "at": self.made_at}, salt=SALT)

    @property
    def bits(self) -> int:
        return BITS

    @property
    def waits_s(self) -> int:
        """How long until the button works without any work."""
        return max(0, math.ceil(self.made_at + RIPE_AFTER.total_seconds() - time.time()))

    @property
    def waits_about(self) -> int:
        """The same in tens, as a person waits."""
        return math.ceil(self.waits_s / 10) * 10


def ticket_of(form) -> Ticket:
    """The one that came back for this address; a new one for anything else."""
    email, given = form.cleaned_data["email"], form.cleaned_data["ticket"]
    try:
        found = signing.loads(given, salt=SALT, max_age=LONGEST_S)
    except signing.BadSignature:
        found = {"task": ""}
    if found["task"] and found["task"] == task_for(email, nonce=found["nonce"]):
        return Ticket(found["nonce"], found["task"], found["at"])
    nonce = secrets.token_hex(16)
    return Ticket(nonce, task_for(email, nonce=nonce), int(time.time()))


def way_of(form, ticket: Ticket) -> Way:
    """What this form brings: the work that its ticket asks for, or a ticket that has become ripe."""
    if is_done(ticket.task, form.cleaned_data["work"]):
        return Way.WORKED
    return Way.NONE if ticket.waits_s else Way.WAITED
