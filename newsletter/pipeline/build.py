"""Claims lie in stock; each becomes a message when a connection is ready for it, and new ones are claimed in time."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection

from cms.database import AWAY
from newsletter.core.content import Message
from newsletter.core.delivery_state import Cause, Event, Reason, State
from newsletter.core.failures import where
from newsletter.core.headers import HeaderRefused
from newsletter.core.holds import Hold, LetterUnfit
from newsletter.core.issue_state import HoldReason
from newsletter.core.purposes import Purpose
from newsletter.core.tickets import Claim
from newsletter.models import Delivery, Issue
from newsletter.models.gate import give_back

IN_A_ROW = 20  # failures of one letter: then it is the letter's, or ours, and no reader loses theirs for it

log = logging.getLogger(__name__)


class Stock:
    """`waiting` are the claims that are not settled: no mark, no receipt. `trouble` ended the stream early."""

    def __init__(
        self,
        claim: Callable[[], Sequence[Claim]],
        *,
        personalize: Callable[[Claim], Message],
        stopping: Callable[[], bool],
    ) -> None:
        self._claim, self._personalize, self._stopping = claim, personalize, stopping
        self._lying: deque[Claim] = deque()  # no message was built of these yet
        self.waiting: dict[str, Claim] = {}
        self.trouble: Exception | None = None
        self.count = 0

    @property
    def lying(self) -> list[Claim]:
        """Claims of which no message was built yet."""
        return list(self._lying)

    def messages(self) -> Iterator[Message]:
        """Each built when it is asked for, until nothing is due; none any more once the sender stops."""
        while not (self._stopping() or self.trouble):
            try:
                if not self._lying and not self._restock():
                    return
                claim = self.waiting.get(self._lying.popleft().public_id)  # or it was settled by an earlier message
                message = self._built(claim) if claim else None
            except AWAY as gone:
                # What is under way is settled first: a database that is away costs no certainty (G8).
                self.trouble = gone
                connection.close()
            else:
                if message:
                    yield message

    def drop(self, claims: Iterable[Claim]) -> None:
        """They were settled elsewhere, or are somebody else's again."""
        gone = {claim.public_id for claim in claims}
        for public_id in gone:
            self.waiting.pop(public_id, None)
        if any(claim.public_id in gone for claim in self._lying):
            self._lying = deque(claim for claim in self._lying if claim.public_id not in gone)

    def _restock(self) -> int:
        claims = self._claim()
        # A sender that slept past its leases may claim again what still lies here, or waits at the gate as a message:
        # that goes under the new ticket, and never a second time.
        new = [claim for claim in claims if claim.public_id not in self.waiting]
        self._lying.extend(new)
        self.waiting.update({claim.public_id: claim for claim in claims})
        self.count += len(claims)
        return len(new)

    def _built(self, claim: Claim) -> Message | None:
        try:
            return self._personalize(claim)
        except HeaderRefused as refused:
            self._fail(claim, str(refused))
        except LetterUnfit as unfit:
            self._hold(claim, unfit.issue_id, unfit.hold)
        except AWAY:
            raise
        except Exception as odd:  # noqa: BLE001 - whatever it is, it must neither stop the others nor come back for ever
            self._could_not(claim, odd)
        return None

    def _could_not(self, claim: Claim, odd: Exception) -> None:
        """Nobody foresaw this: it ends alone, unless all of its letter end so."""
        kind = type(odd).__name__
        log.error("a message could not be built", extra={"kind": kind, "at": where(odd)})
        self._fail(claim, kind)
        if claim.issue_id and claim.purpose is Purpose.ISSUE and _fails_always(claim.issue_id):
            words = f"The last {IN_A_ROW} letters in a row could not be made ({kind}); the log says where. "
            words += "Once that is mended, offer these again under “What did not end well”."
            self._hold(claim, claim.issue_id, Hold(reason=HoldReason.SENDERS_LOST, detail=words))

    def _hold(self, claim: Claim, issue_id: int, hold: Hold) -> None:
        """The issue waits for a person, and what lies here of its letter goes back."""
        Issue.objects.hold(issue_id, hold)
        same = [each for each in [claim, *self._lying] if each.compiled_id == claim.compiled_id]
        give_back(same, event=Event.RELEASE, before=State.CLAIMED)
        self.drop(same)

    def _fail(self, claim: Claim, words: str) -> None:
        self.waiting.pop(claim.public_id)
        Delivery.objects.with_ticket(claim.ticket).shift(
            Event.FAIL_TO_BUILD,
            before=State.CLAIMED,
            cause=Cause.SENDER,
            reason=Reason.UNBUILDABLE,
            evidence={"words": words},
        )


def _fails_always(issue_id: int) -> bool:
    """Whether the issue's last letters all failed to be built. The ledger knows: a sender may take one at a time."""
    rows = Delivery.objects.of_issue(issue_id)
    failures = rows.filter(state=State.FAILED, reason=Reason.UNBUILDABLE).order_by("-ended_at")
    first = failures.values_list("ended_at", flat=True)[IN_A_ROW - 1 : IN_A_ROW].first()
    built = rows.filter(state__in=[State.HANDED_OVER, State.REFUSED, State.UNCERTAIN])
    return first is not None and not built.filter(ended_at__gte=first).exists()
