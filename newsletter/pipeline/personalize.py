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
    frozen = CompiledIssue.objects.select_related("issue__newsletter").get(pk=claim.compiled_id)
    if not frozen.is_unaltered:
        raise LetterUnfit(frozen.issue_id, Hold(reason=HoldReason.ALTERED))
    settings = conf()
    try:
        facts = frozen.issue.newsletter.sender_facts(
            base_url=settings.base_url,
            sending_domain=settings.sending_domain,
            view_url=_view_url(frozen, settings),
            feedback_id=f"i{frozen.issue_id}:n{frozen.issue.newsletter_id}:letters:partwise",
            purpose=claim.purpose,
        )
        return precompile(frozen.letter, facts=facts)
    except (HeaderRefused, UnknownField) as refused:
        raise LetterUnfit(frozen.issue_id, Hold(reason=HoldReason.STOP_CHECK, detail=str(refused))) from refused


def _view_url(frozen: CompiledIssue, settings: Conf) -> str:
    return f"{settings.base_url}/letters/{view_token(token_keys(), frozen=frozen.public_id.bytes)}/"
