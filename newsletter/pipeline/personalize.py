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
        return self.wire(claim.compiled_id, claim.purpose).message(claim.recipient)

    def wire(self, compiled_id: int, purpose: Purpose) -> Wire:
        """The frozen letter, ready for any recipient. Raises LetterUnfit and HeaderRefused."""
        key = (compiled_id, purpose)
        if key not in self._wires:
            self._wires[key] = _wire(compiled_id, purpose)
        return self._wires[key]


def _wire(compiled_id: int, purpose: Purpose) -> Wire:
    frozen = CompiledIssue.objects.select_related("newsletter").get(pk=compiled_id)
    if not frozen.is_unaltered:
        raise _unfit(frozen, Hold(reason=HoldReason.ALTERED))
    settings = conf()
    try:
        facts = frozen.newsletter.sender_facts(
            base_url=settings.base_url,
            sending_domain=settings.sending_domain,
            **_list_facts(frozen, settings),
            view_url=_view_url(frozen, settings),
            feedback_id=_feedback_id(frozen),
            leaves_by_mail=settings.hears_mail,
            purpose=purpose,
        )
        return precompile(frozen.letter, facts=facts)
    except (HeaderRefused, UnknownField) as refused:
        raise _unfit(frozen, Hold(reason=HoldReason.STOP_CHECK, detail=str(refused))) from refused


def _unfit(frozen: CompiledIssue, hold: Hold) -> LetterUnfit | HeaderRefused:
    """An issue waits for a person; a message of ours has nobody who would decide, and fails one by one."""
    return LetterUnfit(frozen.issue_id, hold) if frozen.issue_id else HeaderRefused(hold.detail or hold.reason.value)


def _list_facts(frozen: CompiledIssue, settings: Conf) -> dict[str, str]:
    """A course is a list of its own: whoever sorts or leaves it keeps the newsletter."""
    return {"list_id": f"c{frozen.course_id}.{settings.sending_domain}"} if frozen.course_id else {}


def _feedback_id(frozen: CompiledIssue) -> str:
    course = f"c{frozen.course_id}" if frozen.course_id else ""
    what = f"i{frozen.issue_id}" if frozen.issue_id else course or frozen.message
    kind = "messages" if frozen.message else "letters"
    return f"{what}:n{frozen.newsletter_id}:{kind}:partwise"


def _view_url(frozen: CompiledIssue, settings: Conf) -> str:
    if frozen.message:
        return ""
    return f"{settings.base_url}/letters/{view_token(token_keys(), frozen=frozen.public_id.bytes)}/"
