"""Lists of addresses that a provider no longer mails, told by their columns; each row gets a reason of ours, or none.

The columns are those that each provider's API names. A row that speaks of the sender, or of a mailbox that was full
for a while, says nothing about its reader and is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newsletter.core.bounces import final_class
from newsletter.core.delivery_state import Reason
from newsletter.core.replies import Effect, read_reply
from newsletter.core.subscriber_files.columns import looks_like_address, plain

HARD, COMPLAINT, UNSUBSCRIBED, STAFF = "hard_bounce", "complaint", "imported", "staff"
"""Reasons of ours, as `Suppression.Reason` has them."""

STRANGE = "Its reason says nothing that we know, so it was left out."
OF_THE_SENDER = "It was held against the sender and not against the reader, so it was left out."
FOR_A_WHILE = "It could not be delivered for a while, which bars nobody for good, so it was left out."

Cells = Mapping[str, str]
"""The cells of a row by their headers, as `plain` writes those."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What a row says: a reason of ours, or an empty one and in `why` what kept it out; `at` as the file has it."""

    reason: str = ""
    why: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class SuppressionList:
    """A list of one provider: its columns, which are all there (`is_whole`: and no others), and what a row says."""

    label: str
    columns: frozenset[str]
    says: Callable[[Cells, str], Listed]
    is_whole: bool = False

    def fits(self, headers: frozenset[str]) -> bool:
        """Whether a table with these headers is this list."""
        return headers == self.columns if self.is_whole else self.columns <= headers


def list_of(header: Sequence[str]) -> SuppressionList | None:
    """The list with these columns; None for one that we do not know."""
    headers = frozenset(plain(cell) for cell in header if cell.strip())
    return next((known for known in KNOWN if known.fits(headers)), None)


def address_of(cells: Cells) -> str:
    """The address of a row: by its column, or, where its header is in another language, by its look."""
    named = next((cells[name] for name in ("emailaddress", "email", "address") if cells.get(name)), "")
    return named or next((cell for cell in cells.values() if looks_like_address(cell)), "")


def _bounced(cells: Cells, name: str, *, said: str, at: str) -> Listed:
    """A bounce list holds what failed for good; a code that says otherwise is believed."""
    reason, effect = final_class(*read_reply(said))
    if effect is Effect.COUNT_POLICY or "block" in name.lower():
        return Listed(why=OF_THE_SENDER)
    return Listed(why=FOR_A_WHILE) if reason is Reason.SOFT else Listed(reason=HARD, at=cells.get(at, ""))


def _of_sendgrid(cells: Cells, name: str) -> Listed:
    status, words = cells.get("status", ""), cells.get("reason", "")
    said = f"{status[0]}50 {status} {words}" if status[:1] in {"4", "5"} else words
    return _bounced(cells, name, said=said, at="created")


def _of_mailgun(cells: Cells, name: str) -> Listed:
    return _bounced(cells, name, said=f"{cells.get('code', '')} {cells.get('error', '')}".strip(), at="createdat")


def _always(reason: str, *, at: str) -> Callable[[Cells, str], Listed]:
    return lambda cells, _name: Listed(reason=reason, at=cells.get(at, ""))


def _by_word(reasons: Mapping[str, str], *, column: str, at: str) -> Callable[[Cells, str], Listed]:
    def says(cells: Cells, _name: str) -> Listed:
        reason = reasons.get(plain(cells.get(column, "")))
        return Listed(reason=reason, at=cells.get(at, "")) if reason else Listed(why=STRANGE)

    return says


def _of_postmark(cells: Cells, name: str) -> Listed:
    found = _POSTMARK(cells, name)
    by_reader = found.reason == STAFF and plain(cells.get("origin", "")) == "recipient"
    return Listed(reason=UNSUBSCRIBED, at=found.at) if by_reader else found


_POSTMARK = _by_word(
    {"hardbounce": HARD, "spamcomplaint": COMPLAINT, "manualsuppression": STAFF},
    column="suppressionreason",
    at="createdat",
)
_BREVO = {
    "hardbounce": HARD,
    "contactflaggedasspam": COMPLAINT,
    "unsubscribedviama": UNSUBSCRIBED,
    "unsubscribedviaemail": UNSUBSCRIBED,
    "unsubscribedviaapi": UNSUBSCRIBED,
    "adminblocked": STAFF,
}


def _list(label: str, columns: str, says: Callable[[Cells, str], Listed], *, is_whole: bool = False) -> SuppressionList:
    names = frozenset(map(plain, columns.split(",")))
    return SuppressionList(label=label, columns=names, says=says, is_whole=is_whole)


KNOWN = (
    _list("Mailchimp, cleaned", "CLEAN_TIME,LEID,EUID", _always(HARD, at="cleantime")),
    _list("Mailchimp, unsubscribed", "UNSUB_TIME,LEID,EUID", _always(UNSUBSCRIBED, at="unsubtime")),
    _list("Postmark", "EmailAddress,SuppressionReason,Origin,CreatedAt", _of_postmark),
    _list(
        "Amazon SES",
        "EmailAddress,Reason",
        _by_word({"bounce": HARD, "complaint": COMPLAINT}, column="reason", at="lastupdatetime"),
    ),
    _list("Brevo", "email,reason,blockedAt", _by_word(_BREVO, column="reason", at="blockedat")),
    _list("Mailgun, bounces", "address,code,error,created_at", _of_mailgun),
    _list("Mailgun, unsubscribes", "address,tags,created_at", _always(UNSUBSCRIBED, at="createdat")),
    _list("Mailgun, unsubscribes", "address,tag,created_at", _always(UNSUBSCRIBED, at="createdat")),
    _list("Mailgun, complaints", "address,count,created_at", _always(COMPLAINT, at="createdat")),
    _list("Mailgun, complaints", "address,created_at", _always(COMPLAINT, at="createdat"), is_whole=True),
    _list("SendGrid, bounces or blocks", "status,reason,email,created", _of_sendgrid),
    _list("SendGrid, spam reports", "ip,email,created", _always(COMPLAINT, at="created"), is_whole=True),
    _list("SendGrid, invalid addresses", "reason,email,created", _always(HARD, at="created"), is_whole=True),
    _list("SendGrid, unsubscribes", "email,created", _always(UNSUBSCRIBED, at="created"), is_whole=True),
)
"""Every list that we know, the telling ones first."""
