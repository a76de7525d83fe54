"""A claim becomes a message: the frozen letter is precompiled once, then filled for each recipient."""

from newsletter.conf import Conf, conf, token_keys
from newsletter.core.content import Message
from newsletter.core.headers import HeaderRefused
from newsletter.core.holds import Hold, LetterUnfit
from newsletter.core.issue_state import HoldReason
from newsletter.core.merge_fields import UnknownField
from newsletter.core.purposes import Purpose
from newsletter.core.tickets import Claim
from newsletter.core.tokens import view_token
from newsletter.core.wire import Wire, precompile
from newsletter.models import CompiledIssue


class Press:
    """The letters of one batch, each verified and precompiled when it is first asked for."""

    def __init__(self) -> None:
        self._wires: dict[tuple[int, Purpose], Wire] = {}

    def personalize(self, claim: Claim) -> Message:
        """The finished bytes for one recipient, the same on every attempt. Raises LetterUnfit and HeaderRefused."""
        key = (claim.compiled_id, claim.purpose)
        if key not in self._wires:
            self._wires[key] = _wire(claim)
        return self._wires[key].message(claim.recipient)


def _wire(claim: Claim) -> Wire:
    frozen = CompiledIssue.objects.select_related("newsletter").get(pk=claim.compiled_id)
    if not frozen.is_unaltered:
        raise _unfit(frozen, Hold(reason=HoldReason.ALTERED))
    settings = conf()
    try:
        facts = frozen.newsletter.sender_facts(
            base_url=settings.base_url,
            sending_domain=settings.sending_domain,
            view_url=_view_url(frozen, settings),
            feedback_id=_feedback_id(frozen),
            purpose=claim.purpose,
        )
        return precompile(frozen.letter, facts=facts)
    except (HeaderRefused, UnknownField) as refused:
        raise _unfit(frozen, Hold(reason=HoldReason.STOP_CHECK, detail=str(refused))) from refused


def _unfit(frozen: CompiledIssue, hold: Hold) -> LetterUnfit | HeaderRefused:
    """An issue waits for a person; a message of ours has nobody who would decide, and fails one by one."""
    return LetterUnfit(frozen.issue_id, hold) if frozen.issue_id else HeaderRefused(hold.detail or hold.reason.value)


def _feedback_id(frozen: CompiledIssue) -> str:
    what = f"i{frozen.issue_id}" if frozen.issue_id else frozen.message
    kind = "letters" if frozen.issue_id else "messages"
    return f"{what}:n{frozen.newsletter_id}:{kind}:partwise"


def _view_url(frozen: CompiledIssue, settings: Conf) -> str:
    if not frozen.issue_id:
        return ""
    return f"{settings.base_url}/letters/{view_token(token_keys(), frozen=frozen.public_id.bytes)}/"
